# bash completion of dagtop 0.0.0. In ~/.bashrc:  source <(dagtop completion bash)

_dagtop_command() {
  case $1 in
    run)
      options='--param -p --from --detach -d --home --help -h --no-color'
      values='--param:- -p:- --from:stages --home:folder'
      places='pipeline-file,pipelines'
      ;;
    logs)
      options='--follow -f --home --help -h --no-color'
      values='--home:folder'
      places='runs stages'
      ;;
    import)
      options='--dir --format --home --help -h --no-color'
      values='--dir:folder --format:=ascii|dot --home:folder'
      places='=crontab|dvc file'
      ;;
    *) return 1 ;;
  esac
}

# Takes lines that begin like the current word; bash keeps what stands before the last = or : of it.
_dagtop_fit() {
  local line
  while IFS= read -r line; do
    if [[ $line == "$current"* ]]; then COMPREPLY+=("${line#"$kept"}"); fi
  done
}

_dagtop_files() {
  local line
  while IFS= read -r line; do
    if [[ -d $line || $1 == file || ( $1 == pipeline-file && $line =~ \.(yaml|yml|ts)$ ) ]]; then
      COMPREPLY+=("${line#"$kept"}")
    fi
  done < <(compgen -f -- "$current")
  compopt -o filenames 2>/dev/null
}

_dagtop_offer() {
  local kind kinds
  IFS=, read -ra kinds <<<"$1"
  for kind in "${kinds[@]}"; do
    case $kind in
      =*) kind=${kind#=}; _dagtop_fit <<<"${kind//|/$'\n'}" ;;
      file | pipeline-file | folder) _dagtop_files "$kind" ;;
      runs | pipelines | channels) _dagtop_fit < <(dagtop completion --names "$kind" "${home[@]}" 2>/dev/null) ;;
      stages) _dagtop_fit < <(dagtop completion --names stages "${home[@]}" -- "${given[0]:-last}" 2>/dev/null) ;;
    esac
  done
}

_dagtop() {
  local commands='run logs import'
  local options='--help --version' values='--home:folder' places='' command='' awaited='' ended=''
  local current kept word pair place glue=''
  local -a words=() given=() home=() kinds=()
  COMPREPLY=()
  for ((place = 1; place <= COMP_CWORD; place++)); do
    word=${COMP_WORDS[place]}
    if ((${#words[@]})) && [[ $glue || $word == [=:]* ]]; then
      words[${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    glue=''
    if [[ $word == *[=:] ]]; then glue=1; fi
  done
  current=${words[${#words[@]}-1]-}
  kept=${current%"${current##*[=:]}"}
  for word in "${words[@]:0:${#words[@]}-1}"; do
    if [[ $awaited ]]; then
      if [[ $awaited == --home ]]; then home=(--home "$word"); fi
      awaited=''
    elif [[ ! $ended && $word == -- ]]; then
      ended=1
    elif [[ ! $ended && $word == -?* ]]; then
      for pair in $values; do
        if [[ ${pair%%:*} == "$word" ]]; then awaited=$word; fi
      done
    elif [[ ! $command ]]; then
      command=$word
      _dagtop_command "$command" || return 0
    else
      given+=("$word")
    fi
  done
  if [[ $awaited ]]; then
    for pair in $values; do
      if [[ ${pair%%:*} == "$awaited" ]]; then _dagtop_offer "${pair#*:}"; fi
    done
  elif [[ ! $ended && $current == -* ]]; then
    _dagtop_fit <<<"${options// /$'\n'}"
  elif [[ ! $command ]]; then
    _dagtop_fit <<<"${commands// /$'\n'}"
  else
    read -ra kinds <<<"$places"
    _dagtop_offer "${kinds[${#given[@]}]-}"
  fi
}
complete -F _dagtop dagtop
