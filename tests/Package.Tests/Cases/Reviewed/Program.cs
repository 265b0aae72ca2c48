var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
await using var app = builder.Build();

app.MapPost("/primes", async (HttpRequest request, CancellationToken cancellation) =>
{
    using var body = new StreamReader(request.Body);
    var end = int.Parse(await body.ReadToEndAsync(cancellation));
    return Primes.Below(end); // everybody else waits
});

await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
using var answer = await client.PostAsync("/primes", new StringContent("100000"));

var visits = new Visits();
visits.Open();
Console.WriteLine($"{visits.Count} visits, {await answer.Content.ReadAsStringAsync()} primes");
