using System.Text.Json;
using Screening.Risk.Trees;

namespace Screening.Learning.Models;

/// <summary>Reads models: XGBoost's JSON, LightGBM's text, and the neutral form that <see cref="NeutralJson"/> writes.</summary>
public static class ModelFile
{
    // A thousand deep trees are some 100 MB; more than that is no model.
    private const long MostBytes = 1L << 30;

    /// <summary>Reads a file whose kind its content tells.</summary>
    /// <exception cref="ModelFileException">It is damaged, of another kind, or asks for what is not served here.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TreeModel Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MostBytes) throw new ModelFileException(FormattableString.Invariant($"{path} has {length} bytes; a model file has {MostBytes} at most."));
        byte[] content = File.ReadAllBytes(path);
        try
        {
            return Parse(content);
        }
        catch (ModelFileException e)
        {
            throw new ModelFileException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="ModelFileException">It is damaged, of another kind, or asks for what is not served here.</exception>
    public static TreeModel Parse(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> start = content.Span.TrimStart(" \t\r\n"u8);
        TreeModel model = start switch
        {
            [(byte)'{', (byte)'L' or (byte)'l' or (byte)'U' or (byte)'I' or (byte)'i', ..] => throw new ModelFileException("the model is UBJSON, which is not read; save it as JSON (file name ending in .json)"),
            [(byte)'{', ..] => Json(content),
            _ when start.StartsWith("tree"u8) => LightGbmText.Parse(content.Span),
            [] => throw new ModelFileException("the file is empty; an XGBoost JSON model or a LightGBM text model is needed"),
            _ => throw new ModelFileException("the file is neither an XGBoost JSON model (begins with '{') nor a LightGBM text model (begins with 'tree')"),
        };
        try
        {
            // What the evaluator refuses is better refused with the file than when it serves.
            _ = new TreeEvaluator(model);
            return model;
        }
        catch (TreeModelException e)
        {
            throw new ModelFileException(e.Message, e);
        }
    }

    private static TreeModel Json(ReadOnlyMemory<byte> content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            var root = new JsonPlace(document.RootElement, "");
            return root.Find("format") is null ? XGBoostJson.Read(root) : NeutralJson.Read(root);
        }
        catch (JsonException e)
        {
            throw new ModelFileException(FormattableString.Invariant($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: the file is no JSON or is cut off"), e);
        }
    }
}
