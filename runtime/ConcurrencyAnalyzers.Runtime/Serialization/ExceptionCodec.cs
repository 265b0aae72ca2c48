using System.Runtime.ExceptionServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Sends exceptions as data: type, message, stack, inner ones. No type is created because its name was sent.</summary>
internal static class ExceptionCodec
{
    // Chains of inner exceptions can be cyclic where user code builds them, and nobody reads further.
    private const int DeepestInner = 8;

    // Position is the number on the wire. Only exact types: a subclass may carry what its base does not.
    private static readonly (Type Type, Func<string, Exception?, string?, Exception> Create)[] s_rebuilt =
    [
        (typeof(Exception), static (m, i, _) => new Exception(m, i)),
        (typeof(InvalidOperationException), static (m, i, _) => new InvalidOperationException(m, i)),
        (typeof(ArgumentException), static (m, i, p) => new ArgumentException(m, p, i)),
        (typeof(ArgumentNullException), static (m, _, p) => new ArgumentNullException(p, m)),
        (typeof(ArgumentOutOfRangeException), static (m, _, p) => new ArgumentOutOfRangeException(p, m)),
        (typeof(NotSupportedException), static (m, i, _) => new NotSupportedException(m, i)),
        (typeof(NotImplementedException), static (m, i, _) => new NotImplementedException(m, i)),
        (typeof(FormatException), static (m, i, _) => new FormatException(m, i)),
        (typeof(OverflowException), static (m, i, _) => new OverflowException(m, i)),
        (typeof(DivideByZeroException), static (m, i, _) => new DivideByZeroException(m, i)),
        (typeof(ArithmeticException), static (m, i, _) => new ArithmeticException(m, i)),
        (typeof(IndexOutOfRangeException), static (m, i, _) => new IndexOutOfRangeException(m, i)),
        (typeof(KeyNotFoundException), static (m, i, _) => new KeyNotFoundException(m, i)),
        (typeof(NullReferenceException), static (m, i, _) => new NullReferenceException(m, i)),
        (typeof(InvalidCastException), static (m, i, _) => new InvalidCastException(m, i)),
        (typeof(TimeoutException), static (m, i, _) => new TimeoutException(m, i)),
        (typeof(OperationCanceledException), static (m, i, _) => new OperationCanceledException(m, i)),
        (typeof(TaskCanceledException), static (m, i, _) => new TaskCanceledException(m, i)),
        (typeof(ObjectDisposedException), static (m, _, p) => new ObjectDisposedException(p, m)),
        (typeof(IOException), static (m, i, _) => new IOException(m, i)),
        (typeof(FileNotFoundException), static (m, i, p) => new FileNotFoundException(m, p, i)),
        (typeof(DirectoryNotFoundException), static (m, i, _) => new DirectoryNotFoundException(m, i)),
        (typeof(EndOfStreamException), static (m, i, _) => new EndOfStreamException(m, i)),
        (typeof(InvalidDataException), static (m, i, _) => new InvalidDataException(m, i)),
        (typeof(UnauthorizedAccessException), static (m, i, _) => new UnauthorizedAccessException(m, i)),
        (typeof(OutOfMemoryException), static (m, i, _) => new OutOfMemoryException(m, i)),
        (typeof(WorkerFunctionException), static (m, i, _) => new WorkerFunctionException(m, i)),
    ];

    internal static void Write(FrameWriter writer, Exception exception) => Write(writer, exception, DeepestInner);

    internal static Exception Read(FrameReader reader)
    {
        var kind = reader.Read<int>();
        var typeName = reader.ReadString() ?? "";
        var message = reader.ReadString() ?? "";
        var stack = reader.ReadString() ?? "";
        var detail = reader.ReadString();
        var inner = reader.Read<bool>() ? Read(reader) : null;
        var exception = (uint)kind < (uint)s_rebuilt.Length
            ? s_rebuilt[kind].Create(message, inner, detail)
            : new RemoteException(typeName, message, stack, inner);
        return stack.Length == 0 ? exception : ExceptionDispatchInfo.SetRemoteStackTrace(exception, stack);
    }

    private static void Write(FrameWriter writer, Exception exception, int depth)
    {
        var type = exception.GetType();
        var kind = Array.FindIndex(s_rebuilt, known => known.Type == type);
        writer.Write(kind);
        writer.WriteString(type.FullName);
        writer.WriteString(Message(exception));
        writer.WriteString(exception.StackTrace);
        writer.WriteString(Detail(exception));

        // An aggregate without its parts still says how many there were; the first is its inner exception.
        var inner = depth > 0 ? exception.InnerException : null;
        writer.Write(inner is not null);
        if (inner is not null)
            Write(writer, inner, depth - 1);
    }

    /// <summary>The message as it was given: the type adds the parameter's name again when it is rebuilt.</summary>
    private static string Message(Exception exception)
    {
        var message = exception.Message;
        if (exception is not ArgumentException { ParamName: { Length: > 0 } parameter })
            return message;
        var added = message.IndexOf($" (Parameter '{parameter}')", StringComparison.Ordinal);
        return added < 0 ? message : message.Remove(added, $" (Parameter '{parameter}')".Length);
    }

    private static string? Detail(Exception exception) => exception switch
    {
        ArgumentException e => e.ParamName,
        ObjectDisposedException e => e.ObjectName,
        FileNotFoundException e => e.FileName,
        _ => null,
    };
}
