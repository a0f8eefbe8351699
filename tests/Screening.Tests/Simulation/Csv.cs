using System.Text;

namespace Screening.Tests.Simulation;

/// <summary>A plain reader of the simulator's files, written apart from its writer.</summary>
internal static class Csv
{
    public static string[] Header(string path) => File.ReadLines(path).First().Split(',');

    public static IEnumerable<Dictionary<string, string>> Read(string path)
    {
        string[] header = Header(path);
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            List<string> fields = Fields(line);
            if (fields.Count != header.Length) throw new InvalidDataException($"{Path.GetFileName(path)}: {fields.Count} fields under {header.Length} columns: {line}");
            yield return header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        }
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }

        fields.Add(field.ToString());
        return fields;
    }
}
