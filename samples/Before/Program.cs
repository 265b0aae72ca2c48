using Counting;

// A small web service that counts: the words of files, and primes.
// Nobody has ever tried it with two clients at once.
var app = WebApplication.CreateBuilder(args).Build();

app.MapGet("/", () => "up");

app.MapGet("/totals", () => Totals.Now);

app.MapGet("/questions", () => Totals.Questions);

app.MapPost("/words", (string[] files) => WordCount.Of(files));

app.MapPost("/primes", async (HttpRequest ask, CancellationToken token) =>
{
    using var body = new StreamReader(ask.Body);
    var end = int.Parse(await body.ReadToEndAsync(token));
    Totals.Questions++;
    return Primes.Below(end);
});

app.Run();
