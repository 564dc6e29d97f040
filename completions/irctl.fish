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
