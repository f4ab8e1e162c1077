using Npgsql;
using NpgsqlTypes;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>Parameters of the schema's functions, in order.</summary>
internal static class CommandParameters
{
    internal static NpgsqlParameter Of(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value is { } number ? number : DBNull.Value };

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, long? value)
    {
        command.Parameters.Add(Of(value));
        return command;
    }

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, int value) => Add(command, value, NpgsqlDbType.Integer);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, string value) => Add(command, value, NpgsqlDbType.Text);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, Guid value) => Add(command, value, NpgsqlDbType.Uuid);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<string?> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<byte[]?> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<long?> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<long> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<int> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<short> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<bool> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Boolean);

    internal static NpgsqlBatchCommand Add(this NpgsqlBatchCommand command, List<Guid> values) => Add(command, values, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    private static NpgsqlBatchCommand Add<T>(NpgsqlBatchCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }
}
