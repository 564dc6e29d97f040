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
                set path (string replace -r '^\\\\~' '~' -- $path)
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
