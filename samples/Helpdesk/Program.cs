using Helpdesk;
using Helpdesk.Actions;
using Helpdesk.Conversations;
using Helpdesk.Sessions;
using Microsoft.Data.Sqlite;

var builder = WebApplication.CreateBuilder(args);
if (!builder.Configuration.NamesAnAddress())
{
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
}

var data = builder.Configuration.GetConnectionString("Aurion")
    ?? new SqliteConnectionStringBuilder { DataSource = Path.Combine(builder.Environment.ContentRootPath, "aurion.db") }.ToString();
var isPostgreSql = HelpdeskDatabase.IsPostgreSql(data); // ConnectionStrings:Aurion that names a host; any number of processes may share it
var folder = isPostgreSql ? builder.Environment.ContentRootPath : Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(data).DataSource))!;

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new HelpdeskDatabase(data));
builder.Services.AddSingleton<TicketStore>();
builder.Services.AddSingleton<TicketEntries>();
builder.Services.AddSingleton<TicketDesk>();
builder.Services.AddSingleton<TicketEvents>();
builder.Services.AddHostedService(services => services.GetRequiredService<TicketEvents>());
builder.Services.AddSessions(keyDirectory: Path.Combine(folder, "aurion-keys"));
builder.Services.AddConversationPolicies();
builder.Services.AddRequestDecompression();

builder.Services.AddAurionEngine(engine => engine
    .UseDatabase(data, isPostgreSql)
    .UseConversations<TicketStore>()
    .UseApprovers<DemoUsers>()
    .UseApprovalNotifier<NotifyApprovers>()
    .AddAction<SendNotification>("send_notification")
    .AddAction<CreateTicket>("create_ticket")
    .AddAction<AddNote, AddNoteParameters>("add_note", ActionJson.Default.AddNoteParameters)
    .AddAction<SetTicketStatus>("close")
    .AddAction<SetTicketStatus>("reopen")
    .AddWorkers()
    .Configure(static options => options.Lease = TimeSpan.FromSeconds(5))); // one process: after a crash the next one takes over soon

var app = builder.Build();
await app.Services.GetRequiredService<HelpdeskDatabase>().CreateAsync(app.Lifetime.ApplicationStopping);

app.UseAnswers();
app.UseRequestDecompression();
app.UseDefaultFiles();
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();

app.MapSessions();
app.MapConversations();
app.MapAurionEngine();
await app.RunAsync();
