# SPDX-License-Identifier: MIT
# fish completion for cppsecret. The program itself says what may come next, so that this knows
# every command and option that it has.
function __cppsecret_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l lines ($words[1] __complete $words[2..-1] (commandline --current-token --cut-at-cursor) 2>/dev/null)
    if test "$lines[1]" = ':files'
        __fish_complete_path (commandline --current-token --cut-at-cursor)
    else
        printf '%s\n' $lines
    end
end
complete --command cppsecret --no-files --arguments '(__cppsecret_complete)'
