# fish completion of dagtop 0.0.0:  dagtop completion fish > ~/.config/fish/completions/dagtop.fish

set -g __dagtop_with_value --param -p --from --home --dir --format

# The words so far, without options and their values: the command, then its arguments.
function __dagtop_words
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
        else if contains -- $word $__dagtop_with_value
            set is_value 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

function __dagtop_count
    test (count (__dagtop_words)) -eq $argv[1]
end

# Whether this is the command, and so many words are there.
function __dagtop_at
    set -l words (__dagtop_words)
    test "$words[1]" = $argv[1]; and test (count $words) -eq $argv[2]
end

function __dagtop_in
    set -l words (__dagtop_words)
    test "$words[1]" = $argv[1]
end

function __dagtop_stages
    set -l words (__dagtop_words) last
    test (count $words) -gt 2; and set words $words[2]; or set words last
    dagtop completion --names stages -- $words 2>/dev/null
end

complete -c dagtop -f
complete -c dagtop -n '__dagtop_count 0' -l help -d 'this page'
complete -c dagtop -n '__dagtop_count 0' -l version -d 'the version'
complete -c dagtop -n '__dagtop_count 0' -a run -d 'What run does: it\'s [all] here'
complete -c dagtop -n '__dagtop_count 0' -a logs -d 'What logs does: it\'s [all] here'
complete -c dagtop -n '__dagtop_count 0' -a import -d 'What import does: it\'s [all] here'
complete -c dagtop -n '__dagtop_in run' -s p -l param -x -d 'a value'
complete -c dagtop -n '__dagtop_in run' -l from -x -a '(__dagtop_stages)' -d 'begin here'
complete -c dagtop -n '__dagtop_in run' -s d -l detach -d 'do not follow'
complete -c dagtop -n '__dagtop_in run' -l home -x -a '(__fish_complete_directories)' -d 'the home (default: $DAGTOP_HOME, else ~/.local/state/dagtop)'
complete -c dagtop -n '__dagtop_in run' -s h -l help -d 'this page'
complete -c dagtop -n '__dagtop_in run' -l no-color -d 'no colours (NO_COLOR does the same)'
complete -c dagtop -n '__dagtop_at run 1' -F -a '(dagtop completion --names pipelines 2>/dev/null)'
complete -c dagtop -n '__dagtop_in logs' -s f -l follow -d 'go on'
complete -c dagtop -n '__dagtop_in logs' -l home -x -a '(__fish_complete_directories)' -d 'the home (default: $DAGTOP_HOME, else ~/.local/state/dagtop)'
complete -c dagtop -n '__dagtop_in logs' -s h -l help -d 'this page'
complete -c dagtop -n '__dagtop_in logs' -l no-color -d 'no colours (NO_COLOR does the same)'
complete -c dagtop -n '__dagtop_at logs 1' -a '(dagtop completion --names runs 2>/dev/null)'
complete -c dagtop -n '__dagtop_at logs 2' -a '(__dagtop_stages)'
complete -c dagtop -n '__dagtop_in import' -l dir -x -a '(__fish_complete_directories)' -d 'a folder'
complete -c dagtop -n '__dagtop_in import' -l format -x -a 'ascii dot' -d 'a form'
complete -c dagtop -n '__dagtop_in import' -l home -x -a '(__fish_complete_directories)' -d 'the home (default: $DAGTOP_HOME, else ~/.local/state/dagtop)'
complete -c dagtop -n '__dagtop_in import' -s h -l help -d 'this page'
complete -c dagtop -n '__dagtop_in import' -l no-color -d 'no colours (NO_COLOR does the same)'
complete -c dagtop -n '__dagtop_at import 1' -a 'crontab dvc'
complete -c dagtop -n '__dagtop_at import 2' -F
