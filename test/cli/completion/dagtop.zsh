#compdef dagtop
# zsh completion of dagtop 0.0.0. Put it into a folder of $fpath:  dagtop completion zsh > ~/.zfunc/_dagtop

_dagtop_names() {
  local -a names
  names=(${(f)"$(dagtop completion --names "$@" 2>/dev/null)"})
  compadd -a names
}
_dagtop_home() { home=(${opt_args[--home]:+--home} ${(Q)opt_args[--home]}) }
_dagtop_runs() { local -a home; _dagtop_home; _dagtop_names runs $home }
_dagtop_pipelines() { local -a home; _dagtop_home; _dagtop_names pipelines $home }
_dagtop_channels() { local -a home; _dagtop_home; _dagtop_names channels $home }
_dagtop_stages() { local -a home; _dagtop_home; _dagtop_names stages $home -- ${(Q)line[1]:-last} }

_dagtop() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands
  _arguments -C '--help[this page]' '--version[the version]' '--home=[the home]:DIR:_files -/' \
    '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=(
        'run:What run does\: it'\''s \[all\] here'
        'logs:What logs does\: it'\''s \[all\] here'
        'import:What import does\: it'\''s \[all\] here'
      )
      _describe -t commands command commands
      ;;
    argument)
      case $words[1] in
        run)
          _arguments -s -S \
            '*'{-p+,--param=}'[a value]:NAME=VALUE: ' \
            '--from=[begin here]:STAGE:_dagtop_stages' \
            '(-d --detach)'{-d,--detach}'[do not follow]' \
            '--home=[the home (default\: $DAGTOP_HOME, else ~/.local/state/dagtop)]:DIR:_files -/' \
            '(-h --help)'{-h,--help}'[this page]' \
            '--no-color[no colours (NO_COLOR does the same)]' \
            '1:argument:{ _files -g "*.(yaml|yml|ts)(-.)"; _dagtop_pipelines }'
          ;;
        logs)
          _arguments -s -S \
            '(-f --follow)'{-f,--follow}'[go on]' \
            '--home=[the home (default\: $DAGTOP_HOME, else ~/.local/state/dagtop)]:DIR:_files -/' \
            '(-h --help)'{-h,--help}'[this page]' \
            '--no-color[no colours (NO_COLOR does the same)]' \
            '1:argument:_dagtop_runs' \
            '2:argument:_dagtop_stages'
          ;;
        import)
          _arguments -s -S \
            '--dir=[a folder]:DIR:_files -/' \
            '--format=[a form]:ascii|dot:(ascii dot)' \
            '--home=[the home (default\: $DAGTOP_HOME, else ~/.local/state/dagtop)]:DIR:_files -/' \
            '(-h --help)'{-h,--help}'[this page]' \
            '--no-color[no colours (NO_COLOR does the same)]' \
            '1:argument:(crontab dvc)' \
            '2:argument:_files'
          ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _dagtop ]]; then _dagtop "$@"; else compdef _dagtop dagtop; fi
