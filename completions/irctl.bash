# bash completion of irctl:  eval "$(irctl completion bash)"
_irctl() {
    local line prefix= cut=0
    COMPREPLY=()
    compopt -o nosort 2>/dev/null
    while IFS= read -r line; do
        case $line in
            :prefix\ *) prefix=${line#:prefix } ;;
            :cut\ *) cut=${line#:cut } ;;
            :files\ *)
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
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <(
        _IRCTL_COMPLETE=bash _IRCTL_LINE="${COMP_LINE:0:COMP_POINT}" _IRCTL_WORD="$2" \
            "$1" 2>/dev/null
    )
}
complete -F _irctl irctl
