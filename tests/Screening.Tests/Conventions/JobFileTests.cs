using Screening.Cli;
using Screening.Tests.Cli;
using Xunit;
using YamlDotNet.Serialization;

namespace Screening.Tests.Conventions;

public sealed class JobFileTests
{
    [Fact]
    public void EveryJobNamesAVerbAndOptionsThatExist()
    {
        string[] files = Directory.GetFiles(Path.Combine(ScreeningProcess.Home, "jobs"), "*.yaml");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            var job = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(file));
            Assert.Equal(Path.GetFileNameWithoutExtension(file), job["job"]);
            string[] arguments = [(string)job["verb"], .. ((List<object>)job["arguments"]).Cast<string>()];
            Assert.Empty(Program.Root().Parse(arguments).Errors.Select(e => $"{file}: {e.Message}"));
        }
    }
}
