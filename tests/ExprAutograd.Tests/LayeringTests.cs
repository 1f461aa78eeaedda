using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ExprAutograd.Tests;

/// <summary>Folders depend one way; a file is one idea; one file knows the fast compiler.</summary>
public sealed partial class LayeringTests
{
    private const int MostLines = 500;
    private const string Root = "";

    /// <summary>What each folder may name directly; what those may name is allowed too.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Root] = ["Compilation", "Dense", "Networks", "Explanation"],
        ["Networks"] = ["Tensors"],
        ["Tensors"] = ["Recording"],
        ["Recording"] = ["Compilation", "LinearAlgebra"],
        ["Explanation"] = ["Compilation"],
        ["Compilation"] = ["Frontends", "Differentiation", "Rewriting", "Lowering"],
        ["Frontends"] = ["LinearAlgebra", "Sequences", "Operators", "Anf", "Lifting"],
        ["LinearAlgebra"] = ["Sequences", "Operators", "Expressions"],
        ["Sequences"] = ["Operators", "Expressions"],
        ["Lifting"] = ["Expressions", "Diagnostics"],
        ["Differentiation"] = ["Rules", "Anf"],
        ["Rewriting"] = ["Operators", "Anf", "Lanes"],
        ["Lanes"] = [],
        ["Lowering"] = ["Operators", "Kernels", "Anf"],
        ["Rules"] = ["Operators", "Expressions"],
        ["Operators"] = ["Kernels", "Dense", "Expressions", "Diagnostics"],
        ["Anf"] = ["Expressions"],
        ["Expressions"] = ["Diagnostics"],
        ["Diagnostics"] = [],
        ["Kernels"] = [],
        ["Dense"] = [],
    };

    private static readonly (string Path, string Folder, string Text)[] Sources = Read();

    [Fact]
    public void Sources_are_found() => Assert.True(Sources.Length > 50, $"{Sources.Length} files.");

    [Fact]
    public void Every_folder_has_its_place_in_the_order() => Assert.Empty(Sources.Select(s => s.Folder).Distinct().Except(Allowed.Keys));

    [Fact]
    public void The_order_has_no_cycle() => Assert.All(Allowed.Keys, folder => Assert.DoesNotContain(folder, Below(folder)));

    [Fact]
    public void Folders_depend_one_way()
    {
        var wrong = from source in Sources
                    let below = Below(source.Folder)
                    from named in NamedFolders(source.Text).Distinct()
                    where named != source.Folder && !below.Contains(named)
                    select $"{source.Path} names {named}";
        Assert.True(!wrong.Any(), string.Join("\n", wrong));
    }

    [Fact]
    public void A_namespace_is_its_folder_and_what_is_public_is_in_the_root() => Assert.Empty(
        Sources.Where(s => Namespace().Match(s.Text).Groups[1].Value is var name && name != "ExprAutograd" && name != $"ExprAutograd.{s.Folder}").Select(s => s.Path));

    [Fact]
    public void No_file_is_so_long_that_it_is_two_ideas() => Assert.Empty(Sources.Where(s => s.Text.Count(c => c == '\n') > MostLines).Select(s => s.Path));

    [Fact]
    public void One_file_names_the_fast_compiler() => Assert.Equal(
        ["Lowering/FastCompiler.cs"],
        Sources.Where(s => s.Text.Contains("using FastExpressionCompiler", StringComparison.Ordinal) || s.Text.Contains("FastExpressionCompiler.", StringComparison.Ordinal) || s.Text.Contains("CompileFast", StringComparison.Ordinal)).Select(s => s.Path));

    private static HashSet<string> Below(string folder)
    {
        var below = new HashSet<string>();
        var pending = new Stack<string>(Allowed[folder]);
        while (pending.TryPop(out var next))
            if (below.Add(next))
                foreach (var further in Allowed[next]) pending.Push(further);
        return below;
    }

    /// <summary>Types of the root namespace by the folder they stand in: no using gives them away.</summary>
    private static readonly (string Name, string Folder)[] PublicTypes =
    [
        .. from source in Sources
           where Namespace().Match(source.Text).Groups[1].Value == "ExprAutograd"
           from Match match in TypeDeclaration().Matches(Comment().Replace(source.Text, ""))
           select (match.Groups[1].Value, source.Folder),
    ];

    /// <summary>Folders named by a using, by a full name, by a name that starts at the folder, or by a public type that stands there.</summary>
    private static IEnumerable<string> NamedFolders(string text)
    {
        var code = Comment().Replace(text, "");
        foreach (Match match in FullName().Matches(code))
            if (Allowed.ContainsKey(match.Groups[1].Value)) yield return match.Groups[1].Value;
        foreach (Match match in PartialName().Matches(code))
            if (Sources.Any(s => s.Folder == match.Groups[1].Value && Path.GetFileName(s.Path).Split('.')[0] == match.Groups[2].Value)) yield return match.Groups[1].Value;
        var words = Word().Matches(Literal().Replace(code, "\"\"")).Select(m => m.Value).ToHashSet();
        var own = Member().Matches(code).Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var (name, folder) in PublicTypes)
            if (words.Contains(name) && !own.Contains(name)) yield return folder;
    }

    private static (string Path, string Folder, string Text)[] Read([CallerFilePath] string thisFile = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "src", "ExprAutograd"));
        return
        [
            .. from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let path = Path.GetRelativePath(root, file).Replace('\\', '/')
               where !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal)
               orderby path
               select (path, path.Contains('/') ? path[..path.IndexOf('/')] : Root, File.ReadAllText(file)),
        ];
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public|internal) [\w ]*(?:class|record|enum|struct|delegate \w+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    /// <summary>What a file calls by the name of a type is not the type where the file declares a member of that name.</summary>
    [GeneratedRegex(@"^\s+(?:public|internal|private)[\w<>\[\]?,. ()]* ([A-Z]\w*) *(?:=|;|\{|\(|$)", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"(?<![\w.""])[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"///?.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bExprAutograd\.([A-Z]\w*)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex PartialName();
}
