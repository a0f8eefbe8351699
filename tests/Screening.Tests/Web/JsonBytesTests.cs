using System.Text;
using Screening.Web.Api;
using Xunit;

namespace Screening.Tests.Web;

public class JsonBytesTests
{
    [Fact]
    public void AnObjectMayBeWrittenWhileAnotherIs()
    {
        byte[] bytes = JsonBytes.Of(json =>
        {
            json.WriteString("before", "it");
            json.WritePropertyName("inner");
            json.WriteRawValue(JsonBytes.Of(inner => inner.WriteNumber("one", 1)));
            json.WriteString("behind", "it");
        });
        Assert.Equal("""{"before":"it","inner":{"one":1},"behind":"it"}""", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void WhatFailedHalfwayLeavesNothingBehind()
    {
        Assert.Throws<InvalidOperationException>(() => JsonBytes.Of(json =>
        {
            json.WriteString("half", "of it");
            throw new InvalidOperationException("no more");
        }));
        Assert.Equal("""{"whole":true}""", Encoding.UTF8.GetString(JsonBytes.Of(json => json.WriteBoolean("whole", true))));
    }
}
