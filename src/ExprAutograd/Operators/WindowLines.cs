namespace ExprAutograd.Operators;

/// <summary>The lines of an unfolded matrix one after another: what one place in the window sees of one row of the image while the window moves along it.</summary>
internal struct WindowLines(
    int count, int channels, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding)
{
    private readonly int rows = WindowOperators.Places(height, windowHeight, rowStride, rowPadding);
    private int channel;
    private int windowRow;
    private int windowColumn;
    private int image;
    private int row = -1;

    /// <summary>How long a line is.</summary>
    public int Places { get; } = WindowOperators.Places(width, windowWidth, columnStride, columnPadding);

    /// <summary>Where the line begins in the matrix.</summary>
    public int Destination { get; private set; } = -WindowOperators.Places(width, windowWidth, columnStride, columnPadding);

    /// <summary>Where in the images the element that belongs to the line's place 0 is, or would be; the next place is a column stride on.</summary>
    public int Source { get; private set; }

    /// <summary>Whether the line is in the image's rows, not in its padding.</summary>
    public bool IsInside { get; private set; }

    /// <summary>The first place that is in the image.</summary>
    public int First { get; private set; }

    /// <summary>The place behind the last that is in the image.</summary>
    public int End { get; private set; }

    /// <summary>Goes on to the next line; false when there is none.</summary>
    public bool Next()
    {
        if (count == 0 || rows == 0 || Places == 0 || channels == 0) return false;
        if (++row == rows)
        {
            row = 0;
            if (++image == count)
            {
                image = 0;
                if (++windowColumn == windowWidth)
                {
                    windowColumn = 0;
                    if (++windowRow == windowHeight)
                    {
                        windowRow = 0;
                        if (++channel == channels) return false;
                    }
                }
            }
        }
        Destination += Places;
        var y = (row * rowStride) + windowRow - rowPadding;
        IsInside = y >= 0 && y < height;
        if (!IsInside) return true;
        var shift = windowColumn - columnPadding;
        Source = (((((image * channels) + channel) * height) + y) * width) + shift;
        First = shift >= 0 ? 0 : Math.Min(Places, (-shift + columnStride - 1) / columnStride);
        End = Math.Max(First, Math.Min(Places, (width - 1 - shift) < 0 ? 0 : ((width - 1 - shift) / columnStride) + 1));
        return true;
    }
}
