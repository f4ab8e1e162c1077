using System.Collections.Concurrent;
using Aurion.Engine.Intelligence;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>Says what the conversation's field <c>says</c> names: <c>field=value@confidence</c>, separated by blanks.</summary>
internal sealed class SayingClassifier : IClassifier
{
    /// <summary>Gets or sets a value indicating whether it throws.</summary>
    public bool Fails { get; set; }

    public ConcurrentQueue<ClassificationRequest> Requests { get; } = new();

    public ValueTask<Classification> ClassifyAsync(ClassificationRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        if (Fails)
        {
            throw new InvalidOperationException("No model answers.");
        }

        var said = Desk.TextOf(request.Payload, "says") ?? Desk.TextOf(request.Fields, "says") ?? "";
        return new(new Classification
        {
            Model = "saying",
            ModelVersion = "1",
            Fields = [.. said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Split('=', '@')).Select(static parts => new FieldPrediction
            {
                Field = parts[0], Value = parts[1], Confidence = double.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture),
            })],
        });
    }
}
