using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Screening.Data.DuckDb;

/// <summary>
/// A table function whose rows this program fills in while a statement asks for them, so that they need not lie in a table first. Rows come in the order in
/// which they are given. One statement at a time; its name stays taken in the database. Not for several threads.
/// </summary>
internal sealed unsafe class DuckDbFeed
{
    private readonly DuckDbConnection _connection;
    private readonly string _name;
    private DuckDbChunkColumns? _columns;
    private Func<DuckDbChunkColumns, int>? _fill;
    private Exception? _failure;

    private DuckDbFeed(DuckDbConnection connection, string name) => (_connection, _name) = (connection, name);

    /// <summary>Makes a feed.</summary>
    /// <param name="connection">Whose statements read it.</param>
    /// <param name="name">The function's name; statements read <c>name()</c>. The caller sees to it that no other function of the database has it.</param>
    /// <exception cref="DuckDbException">DuckDB does not take the function.</exception>
    public static DuckDbFeed Create(DuckDbConnection connection, string name)
    {
        var feed = new DuckDbFeed(connection, name);
        var function = DuckDbNative.CreateTableFunction();
        try
        {
            DuckDbNative.SetTableFunctionName(function, name);
            DuckDbNative.SetTableFunctionInfo(function, GCHandle.ToIntPtr(GCHandle.Alloc(feed)), &Release);
            DuckDbNative.SetTableFunctionBind(function, &Bind);
            DuckDbNative.SetTableFunctionInit(function, &Init);
            DuckDbNative.SetTableFunctionBody(function, &Fill);
            if (DuckDbNative.RegisterTableFunction(connection.Handle, function) != 0) throw new DuckDbException($"DuckDB took no table function of the name '{name}'", "");
            return feed;
        }
        finally
        {
            DuckDbNative.DestroyTableFunction(ref function);
        }
    }

    /// <summary>Runs a statement that reads the feed once.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="columns">What the feed has for this statement.</param>
    /// <param name="fill">Fills a chunk, every column of it, and says how many rows it has, at most <see cref="DuckDbChunkColumns.MostRows"/>; 0 ends. May run on another thread.</param>
    /// <param name="cancellation">Interrupts the statement.</param>
    /// <exception cref="DuckDbException">The statement failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled and the statement was interrupted.</exception>
    public void Execute(string sql, IReadOnlyList<DuckDbColumnInfo> columns, Func<DuckDbChunkColumns, int> fill, CancellationToken cancellation)
    {
        (_columns, _fill, _failure) = (new DuckDbChunkColumns(_name, columns), fill, null);
        try
        {
            _connection.Execute(sql, cancellation);
        }
        catch (DuckDbException) when (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
        finally
        {
            (_columns, _fill) = (null, null);
        }
    }

    private static DuckDbFeed Of(nint info) => (DuckDbFeed)GCHandle.FromIntPtr(info).Target!;

    // No exception may leave a callback: the native frames below know nothing of it.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint bind)
    {
        try
        {
            Of(DuckDbNative.BindInfo(bind)).Describe(bind);
        }
        catch (Exception e)
        {
            DuckDbNative.SetBindError(bind, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint init) => DuckDbNative.SetInitThreads(init, 1);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint function, nint chunk)
    {
        var feed = Of(DuckDbNative.FunctionInfo(function));
        try
        {
            feed._columns!.Fetch(chunk);
            DuckDbNative.SetChunkSize(chunk, (ulong)feed._fill!(feed._columns));
        }
        catch (Exception e)
        {
            feed._failure = e;
            DuckDbNative.SetFunctionError(function, e.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint info) => GCHandle.FromIntPtr(info).Free();

    private void Describe(nint bind)
    {
        if (_columns is null) throw new InvalidOperationException($"{_name}() is read by a statement that does not feed it");
        foreach (var slot in _columns.Slots)
        {
            var type = slot.Info.CreateNative();
            DuckDbNative.AddResultColumn(bind, slot.Info.Name, type);
            DuckDbNative.DestroyLogicalType(ref type);
        }
    }
}
