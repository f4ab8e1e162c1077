namespace Aurion.Engine.Storage;

/// <summary>A key that one commit may take and no other: run start, delivery id, event id, episode, schedule instant, run limit.</summary>
/// <param name="Scope">What kind of key it is.</param>
/// <param name="Key">The key, unique within its tenant and scope.</param>
/// <param name="Until">Until when it is held, by the store's clock; null holds it for ever. Its holder gives it back by taking it until a time that is past.</param>
public readonly record struct OnceKey(string Scope, string Key, DateTimeOffset? Until = null);
