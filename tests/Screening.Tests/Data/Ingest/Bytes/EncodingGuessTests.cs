using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest.Bytes;

public sealed class EncodingGuessTests
{
    private const string Chinese = "编号,公司名称,地址\n1,北京未来计算设备有限公司,北京市海淀区中关村大街\n2,深圳星光科技股份有限公司,广东省深圳市南山区\n";
    private const string Traditional = "編號,公司名稱,地址\n1,臺北未來計算設備股份有限公司,臺北市大安區忠孝東路\n2,新竹星光科技,新竹市東區光復路\n";
    private const string Japanese = "番号,会社名,住所\n1,株式会社あおぞら計算機サービス,東京都千代田区丸の内\n2,ひかりデータセンター合同会社,大阪府大阪市北区\n";
    private const string Korean = "번호,회사명,주소\n1,주식회사 푸른하늘 전산,서울특별시 강남구 테헤란로\n2,한빛 데이터 센터,경기도 성남시 분당구\n";
    private const string Russian = "номер,название,адрес\n1,ООО Северное Сияние,г. Казань\n2,Вычислительный центр Рассвет,Новосибирск\n";
    private const string Polish = "numer,nazwa,adres\n1,Zakład Obliczeń Błękit,ul. Świętokrzyska Łódź\n2,Źródło Żywiec,Gdańsk ćwierć\n";
    private const string Czech = "číslo,název,adresa\n1,Výpočetní středisko Modř,Příčná ulice Brno\n2,Úsvit a růže,Plzeň Křížkovského\n";
    private const string German = "Nummer,Name,Straße\n1,Blaue Türme Rechenzentrum,Königstraße München\n2,Grüne Möwe,Köln\n";
    private const string French = "numéro,société,adresse\n1,Société des étoiles,12 allée de la Forêt à Orléans\n2,Calcul d’été,Besançon\n";
    private const string Spanish = "número,razón social,dirección\n1,Cómputo del Peñón,Calle Ibáñez Málaga\n2,Añil,Cádiz\n";

    [Theory]
    [InlineData("gb18030", Chinese)]
    [InlineData("big5", Traditional)]
    [InlineData("shift_jis", Japanese)]
    [InlineData("euc-kr", Korean)]
    [InlineData("windows-1251", Russian)]
    [InlineData("windows-1250", Polish)]
    [InlineData("windows-1250", Czech)]
    [InlineData("windows-1252", German)]
    [InlineData("windows-1252", French)]
    [InlineData("windows-1252", Spanish)]
    public void TextIsGuessedWhereverTheSampleBegins(string encoding, string text)
    {
        var bytes = SourceEncoding.Strict(encoding).GetBytes(string.Concat(Enumerable.Repeat(text, 5)));
        for (var from = 0; from < 12; from++) Assert.Equal(encoding, SourceEncoding.Guess(bytes.AsSpan(from, 300)));
        Assert.Null(SourceEncoding.Guess(Encoding.UTF8.GetBytes(text)));
        Assert.Null(SourceEncoding.Guess([.. Encoding.UTF8.GetBytes(text), 0x81, .. Encoding.UTF8.GetBytes(text)]));
        Assert.Equal("utf-16le", SourceEncoding.Guess([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]));
    }

    [Fact]
    public void AsciiAndNoiseAreLikeNothing()
    {
        var noise = new byte[10_000];
        new Random(1).NextBytes(noise);
        Assert.Null(SourceEncoding.Guess("a,b\n1,2\n"u8));
        Assert.Null(SourceEncoding.Guess([]));
        Assert.Null(SourceEncoding.Guess(noise));
    }

    [Fact]
    public void AsciiWithZeroesBetweenIsUtf16()
    {
        Assert.Equal("utf-16le", SourceEncoding.Guess(Encoding.Unicode.GetBytes("name,number\n1,2\n")));
        Assert.Equal("utf-16be", SourceEncoding.Guess(Encoding.BigEndianUnicode.GetBytes("name,number\n1,2\n")));
    }
}
