var turnstile = new Turnstile();
turnstile.Open();
Till.Open();
Console.WriteLine($"{turnstile.Visitors} visitors, {Till.Sales} sales, {Till.Takings} taken");
Console.WriteLine(await Office.ReportAsync());
