"""The completion script of each shell.

Each passes the line up to the cursor to irctl in _IRCTL_LINE, and reads a suggestion a line,
with its description after a tab. `:files PATH` asks for the files whose names start with PATH
too; each follows the text of a line `:prefix TEXT`, or loses the characters that a line
`:cut NUMBER` counts. `:nospace` asks for no space after the suggestion.
"""

BASH = """\
# bash completion of irctl:  eval "$(irctl completion bash)"
_irctl() {
    local line prefix= cut=0
    COMPREPLY=()
    compopt -o nosort 2>/dev/null
    while IFS= read -r line; do
        case $line in
            :prefix\\ *) prefix=${line#:prefix } ;;
            :cut\\ *) cut=${line#:cut } ;;
            :files\\ *)
                compopt -o filenames 2>/dev/null
                while IFS= read -r line; do
                    if [[ -n $prefix && -d $line ]]; then
                        line+=/
                        compopt -o nospace 2>/dev/null
                    fi
                    COMPREPLY+=("$prefix${line:cut}")
                done < <(compgen -f -- "${line#:files }")
                ;;
            :nospace) compopt -o nospace 2>/dev/null ;;
            *) COMPREPLY+=("${line%%$'\\t'*}") ;;
        esac
    done < <(
        _IRCTL_COMPLETE=bash _IRCTL_LINE="${COMP_LINE:0:COMP_POINT}" _IRCTL_WORD="$2" \\
            "$1" 2>/dev/null
    )
}
complete -F _irctl irctl
"""

ZSH = """\
#compdef irctl
# zsh completion of irctl:  eval "$(irctl completion zsh)", or a file _irctl in $fpath
_irctl() {
    local line value files prefix
    local -a described suffix
    while IFS= read -r line; do
        case $line in
            (:files*) files=yes ;;
            (:prefix*) prefix=yes ;;
            (:nospace) suffix=(-S '') ;;
            (*)
                value=${line%%$'\\t'*}
                described+=("${value//:/\\\\:}:${line#*$'\\t'}")
                ;;
        esac
    done < <(
        _IRCTL_COMPLETE=zsh _IRCTL_LINE="${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" \\
            ${(Q)words[1]} 2>/dev/null
    )
    (( $#described )) && _describe -V irctl described "${suffix[@]}"
    [[ -n $prefix ]] && compset -P 1 '*='
    [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _irctl ]]; then
    _irctl "$@"
else  # register before the next prompt: compinit may come later, or not at all
    _irctl_register() {
        if (( ! $+functions[compdef] )); then
            autoload -Uz compinit
            compinit -i -D
        fi
        compdef _irctl irctl
        add-zsh-hook -d precmd _irctl_register
        unfunction _irctl_register
    }
    autoload -Uz add-zsh-hook
    add-zsh-hook precmd _irctl_register
fi
"""

FISH = """\
# fish completion of irctl:  irctl completion fish | source
function __irctl_complete
    set -lx _IRCTL_COMPLETE fish
    set -lx _IRCTL_LINE (commandline -cp | string collect)
    set -l prefix ''
    for line in (command irctl 2>/dev/null)
        switch $line
            case ':prefix *'
                set prefix (string replace ':prefix ' '' -- $line)
            case ':files *'
                set -l path (string escape --no-quoted -- (string replace ':files ' '' -- $line))
                set path (string replace -r '^\\\\\\\\~' '~' -- $path)
                for file in (complete -C "'' $path")
                    echo $prefix$file
                end
            case ':cut *' ':nospace'
            case '*'
                echo $line
        end
    end
end
complete -c irctl -f -k -a '(__irctl_complete)'
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
    $prefix = ''
    foreach ($text in $lines) {
        if ($text -eq ':nospace') { continue }
        if ($text.StartsWith(':prefix ')) {
            $prefix = $text.Substring(8)
            continue
        }
        if ($text.StartsWith(':files ')) {
            $path = $text.Substring(7)
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($path) |
                ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new(
                        $prefix + $_.CompletionText, $_.ListItemText, $_.ResultType, $_.ToolTip)
                }
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
