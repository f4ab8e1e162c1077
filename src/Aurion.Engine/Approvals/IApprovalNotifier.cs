namespace Aurion.Engine.Approvals;

/// <summary>Tells people that a request waits for them: by mail, chat, a push message. Implemented by the host.</summary>
/// <remarks>
/// <para>Called by workers after what it tells is stored, at least once per notice: use <see cref="ApprovalNotice.Key"/> to make a repeat harmless.
/// A request that ended meanwhile is told to nobody.</para>
/// <para>One instance serves everything, so it must be safe for concurrent use. An exception is logged, and the notice is given again later.</para>
/// </remarks>
public interface IApprovalNotifier
{
    /// <summary>Tells people.</summary>
    /// <param name="notice">What, and to whom.</param>
    /// <param name="cancellationToken">Signalled when the host stops.</param>
    /// <returns>A task that ends when they are told, or the telling is safe with somebody else.</returns>
    ValueTask NotifyAsync(ApprovalNotice notice, CancellationToken cancellationToken);
}
