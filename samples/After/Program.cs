using Counting;

// A small web service that counts: words in files, lengths of words, primes. It has never been asked by two people at once.
var app = WebApplication.CreateBuilder(args).Build();

app.MapGet("/", () => "up");

app.MapGet("/totals", () => Totals.Now);

app.MapGet("/questions", () => Volatile.Read(ref Totals.Questions));

app.MapPost("/words", (string[] files) => WordCount.Of(files));

app.MapPost("/primes", async (HttpRequest request, CancellationToken cancellation) =>
{
    using var body = new StreamReader(request.Body);
    var end = int.Parse(await body.ReadToEndAsync(cancellation));
    Interlocked.Increment(ref Totals.Questions);
    return Primes.CountBelow(end);
});

app.Run();
