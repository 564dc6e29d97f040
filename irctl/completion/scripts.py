"""The completion script of each shell.

Each passes the line up to the cursor to irctl in _IRCTL_LINE, and reads a suggestion a line,
with its description after a tab. `:files` asks for file names too, `:nospace` for no space
after the suggestion.
"""

BASH = """\
# bash completion of irctl:  eval "$(irctl completion bash)"
_irctl() {
    local line current=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :files)
                compopt -o filenames 2>/dev/null
                while IFS= read -r line; do
                    COMPREPLY+=("$line")
                done < <(compgen -f -- "$current")
                ;;
            :nospace) compopt -o nospace 2>/dev/null ;;
            *) COMPREPLY+=("${line%%$'\\t'*}") ;;
        esac
    done < <(_IRCTL_COMPLETE=bash _IRCTL_LINE="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
}
complete -F _irctl irctl
"""

ZSH = """\
#compdef irctl
# zsh completion of irctl:  eval "$(irctl completion zsh)", or a file _irctl in $fpath
_irctl() {
    local line value files
    local -a described suffix
    while IFS= read -r line; do
        case $line in
            (:files) files=yes ;;
            (:nospace) suffix=(-S '') ;;
            (*)
                value=${line%%$'\\t'*}
                described+=("${value//:/\\\\:}:${line#*$'\\t'}")
                ;;
        esac
    done < <(
        _IRCTL_COMPLETE=zsh _IRCTL_LINE="${(j: :)words[1,CURRENT-1]} $PREFIX" \\
            ${(Q)words[1]} 2>/dev/null
    )
    (( $#described )) && _describe irctl described "${suffix[@]}"
    [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _irctl ]]; then _irctl "$@"; else compdef _irctl irctl; fi
"""

FISH = """\
# fish completion of irctl:  irctl completion fish | source
function __irctl_complete
    set -lx _IRCTL_COMPLETE fish
    set -lx _IRCTL_LINE (commandline -cp | string collect)
    for line in (command irctl 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':nospace'
            case '*'
                echo $line
        end
    end
end
complete -c irctl -f -a '(__irctl_complete)'
"""

POWERSHELL = """\
# PowerShell completion of irctl:  irctl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName irctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = [Math]::Max(0, $cursorPosition - $commandAst.Extent.StartOffset)
    $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
    $env:_IRCTL_COMPLETE = 'powershell'
    $env:_IRCTL_LINE = $line
    try {
        $lines = @(& irctl 2>$null)
    } finally {
        Remove-Item Env:_IRCTL_COMPLETE, Env:_IRCTL_LINE
    }
    foreach ($text in $lines) {
        if ($text -eq ':nospace') { continue }
        if ($text -eq ':files') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
            continue
        }
        $value, $help = $text -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new(
            $value, $value, 'ParameterValue', $help)
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
FILES = {"bash": "irctl.bash", "zsh": "_irctl", "fish": "irctl.fish", "powershell": "irctl.ps1"}
"""The name of each file in completions/."""
