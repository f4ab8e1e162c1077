using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Calls the host's handlers: the one place, and guarded.</summary>
internal sealed class ActionInvoker
{
    private readonly FrozenDictionary<string, HandlerEntry> _handlers;
    private readonly WorkflowStarter _workflows;
    private readonly IHttpSender? _sender;
    private readonly IScriptRunner? _scripts;
    private readonly ILogger<ActionInvoker> _logger;

    public ActionInvoker(IEnumerable<ActionRegistration> registrations, WorkflowStarter workflows, IHttpSender? sender, IScriptRunner? scripts, TimeProvider time, ILogger<ActionInvoker> logger)
    {
        var handlers = new Dictionary<string, HandlerEntry>(StringComparer.Ordinal);
        foreach (var registration in registrations)
        {
            handlers[registration.Description.Type] = new HandlerEntry(registration, time); // the last word counts, as in the catalogue
        }

        _handlers = handlers.ToFrozenDictionary(StringComparer.Ordinal);
        _workflows = workflows;
        (_sender, _scripts) = (sender, scripts);
        _logger = logger;
    }

    /// <summary>Tells how often a type of action may be performed.</summary>
    public ActionGuarantee GuaranteeOf(string type) =>
        _handlers.TryGetValue(type, out var handler) ? handler.Registration.Description.Guarantee : ActionGuarantee.AtLeastOnce;

    /// <summary>Tells whether the handler of a type may be expected to give its caller's thread back at once.</summary>
    public bool IsPrompt(string type) => _handlers.TryGetValue(type, out var handler) && handler.IsPrompt;

    /// <summary>Asks the handler of an action what it would do.</summary>
    /// <param name="request">The attempt that would be made.</param>
    /// <param name="cancellationToken">Ends the question: it passes on as <see cref="OperationCanceledException"/>.</param>
    /// <returns>What it says, null when nothing; and what went wrong with the question, null when nothing.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A handler is host code: whatever it throws is a missing description, not a broken engine.")]
    public async ValueTask<(string? Text, string? Fault)> DescribeAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(request.Type, out var handler) || handler.Registration.Handler is not IActionPreview preview)
        {
            return default;
        }

        try
        {
            return (await preview.DescribeAsync(request, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The message may hold secrets, as a failed attempt's may.
            return (null, $"The handler of '{request.Type}' could not say what it would do: it threw {exception.GetType().Name}.");
        }
    }

    /// <summary>Performs one attempt at an outward action.</summary>
    /// <param name="request">The attempt.</param>
    /// <param name="cancellationToken">Ends the attempt: it passes on as <see cref="OperationCanceledException"/> and is no failure.</param>
    /// <returns>What the handler answered; failed when nothing performs the type, to be tried again when the handler threw.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A handler is host code: whatever it throws is a failed attempt, not a broken engine.")]
    public async ValueTask<ActionResult> InvokeAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        using var activity = EngineTelemetry.Source.StartActivity("aurion.action");
        activity?.SetTag("aurion.action.type", request.Type);
        activity?.SetTag("aurion.action.attempt", request.Attempt);
        try
        {
            if (request.Type is BuiltInActions.RunWorkflow)
            {
                return await _workflows.StartAsync(request, cancellationToken).ConfigureAwait(false);
            }

            if (request.Type is WorkSettings.Request && _sender is not null)
            {
                return await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }

            if (request.Type is WorkSettings.Script && _scripts is not null)
            {
                return await _scripts.RunAsync(request, cancellationToken).ConfigureAwait(false);
            }

            if (!_handlers.TryGetValue(request.Type, out var handler))
            {
                return ActionResult.Failed($"Nothing performs the action '{request.Type}'.");
            }

            return await handler.ExecuteAsync(request, cancellationToken).ConfigureAwait(false)
                ?? ActionResult.Failed($"The handler of '{request.Type}' answered nothing.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.ActionThrew(exception, request.Type, request.IdempotencyKey, request.Attempt);
            var error = $"The handler threw {exception.GetType().Name}."; // the message may hold secrets: log only
            return GuaranteeOf(request.Type) is ActionGuarantee.AtMostOnce ? ActionResult.Unknown(error) : ActionResult.TryAgain(error);
        }
    }
}
