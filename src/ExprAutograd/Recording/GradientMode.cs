namespace ExprAutograd.Recording;

/// <summary>Whether operations are recorded for gradients: of a thread, and of what it awaits.</summary>
internal static class GradientMode
{
    [ThreadStatic]
    private static bool isDisabled;

    public static bool IsEnabled => !isDisabled;

    /// <summary>Switches recording on or off until the scope is disposed.</summary>
    public static IDisposable Set(bool isEnabled)
    {
        var scope = new Scope(isDisabled);
        isDisabled = !isEnabled;
        return scope;
    }

    private sealed class Scope(bool before) : IDisposable
    {
        private bool isOver;

        public void Dispose()
        {
            if (isOver) return;
            isOver = true;
            isDisabled = before;
        }
    }
}
