namespace Screening.Data.DuckDb;

/// <summary>
/// While it lives, a cancelled token interrupts the connection. DuckDB forgets an interrupt that comes just before its statement
/// begins, so it is repeated until the statement has returned.
/// </summary>
internal sealed class DuckDbInterruption : IDisposable
{
    private const int RepeatMs = 20;

    private readonly Lock _gate = new();
    private readonly DuckDbHandle _connection;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _ended;

    private DuckDbInterruption(DuckDbHandle connection, CancellationToken cancellation)
    {
        _connection = connection;
        _registration = cancellation.UnsafeRegister(static self => ((DuckDbInterruption)self!).Begin(), this);
    }

    public static DuckDbInterruption? Start(DuckDbHandle connection, CancellationToken cancellation) =>
        cancellation.CanBeCanceled ? new DuckDbInterruption(connection, cancellation) : null;

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
        _registration.Dispose();
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (!_ended) _timer = new Timer(static self => ((DuckDbInterruption)self!).Interrupt(), this, 0, RepeatMs);
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_ended) DuckDbNative.Interrupt(_connection);
        }
    }
}
