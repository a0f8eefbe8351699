using System.Runtime.InteropServices;

namespace Screening.Data.DuckDb;

/// <summary>
/// Owns one native object and keeps its parent's alive (result, connection, database), in whatever order they are disposed or finalized.
/// </summary>
internal sealed unsafe class DuckDbHandle : SafeHandle
{
    private readonly delegate* managed<nint, void> _release;
    private readonly DuckDbHandle? _parent;
    private readonly DuckDbHandle _root;
    private int _open;

    private DuckDbHandle(nint native, delegate* managed<nint, void> release, DuckDbHandle? parent)
        : base(0, ownsHandle: true)
    {
        _release = release;
        _root = parent?._root ?? this;
        if (parent is not null)
        {
            var added = false;
            parent.DangerousAddRef(ref added);
            _parent = parent;
        }
        Interlocked.Increment(ref _root._open);
        SetHandle(native);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Whether the owner has let go. The native object lives on while children need it, and <see cref="SafeHandle.IsClosed"/> with it.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Native objects of this database, itself included, that have not been released.</summary>
    public int OpenInDatabase => Volatile.Read(ref _root._open);

    public nint Raw
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return handle;
        }
    }

    public static DuckDbHandle Database(nint native) => Own(native, &CloseDatabase, null);

    public static DuckDbHandle Connection(nint native, DuckDbHandle database) => Own(native, &Disconnect, database);

    public static DuckDbHandle Statements(nint native, DuckDbHandle connection) => Own(native, &DestroyExtracted, connection);

    public static DuckDbHandle Prepared(nint native, DuckDbHandle connection) => Own(native, &DestroyPrepare, connection);

    public static DuckDbHandle Result(DuckDbNative.Result* native, DuckDbHandle connection) => Own((nint)native, &DestroyResult, connection);

    public static DuckDbHandle Chunk(nint native, DuckDbHandle connection) => Own(native, &DestroyChunk, connection);

    public static DuckDbHandle Appender(nint native, DuckDbHandle connection) => Own(native, &DestroyAppender, connection);

    /// <summary>Room for a result, all zero.</summary>
    public static DuckDbNative.Result* NewResult() => (DuckDbNative.Result*)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbNative.Result));

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        _release(handle);
        Interlocked.Decrement(ref _root._open);
        _parent?.DangerousRelease();
        return true;
    }

    // The parent may have been disposed by now: then nothing would ever free the new object.
    private static DuckDbHandle Own(nint native, delegate* managed<nint, void> release, DuckDbHandle? parent)
    {
        if (native == 0) throw new DuckDbException("DuckDB gave no object; it may be out of memory", "", DuckDbErrorType.NullPointer);
        try
        {
            return new DuckDbHandle(native, release, parent);
        }
        catch (ObjectDisposedException)
        {
            release(native);
            throw;
        }
    }

    private static void CloseDatabase(nint native) => DuckDbNative.Close(ref native);

    private static void Disconnect(nint native) => DuckDbNative.Disconnect(ref native);

    private static void DestroyExtracted(nint native) => DuckDbNative.DestroyExtracted(ref native);

    private static void DestroyPrepare(nint native) => DuckDbNative.DestroyPrepare(ref native);

    private static void DestroyChunk(nint native) => DuckDbNative.DestroyChunk(ref native);

    private static void DestroyResult(nint native)
    {
        DuckDbNative.DestroyResult((DuckDbNative.Result*)native);
        NativeMemory.Free((void*)native);
    }

    // Destroying flushes; without this, rows of a load that failed half-way would be stored by the clean-up.
    private static void DestroyAppender(nint native)
    {
        _ = DuckDbNative.ClearAppender(native);
        _ = DuckDbNative.DestroyAppender(ref native);
    }
}
