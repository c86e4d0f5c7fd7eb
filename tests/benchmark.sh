#!/bin/bash
# SPDX-License-Identifier: MIT
# Times the helper against docker-credential-secretservice on one private gnome-keyring: whole
# processes, one after the other in every round, with 1, 30, 300 and 1,200 logins stored.
#   benchmark.sh [--quick] [--markdown] [--plot FOLDER] HELPER INTERLEAVE [OFFICIAL]
# --quick      1 and 30 logins, a few rounds
# --markdown   prints a table of ratios for a README too
# --plot       writes FOLDER/speed.tsv, the times of get and list, at more numbers of logins, and FOLDER/speed.svg,
#              the plot of it
# HELPER is ours, INTERLEAVE the program of benchmark/interleave.cpp, OFFICIAL the other helper.
# For each verb: the median wall time of both and their ratio (below 1: ours is faster), the 99th
# percentile, the peak memory, and the method calls that one process sends to the bus. Nothing is
# judged; a busy machine blurs the times, so the load average is printed with them.
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
usage="usage: benchmark.sh [--quick] [--markdown] [--plot FOLDER] HELPER INTERLEAVE [OFFICIAL]"

words=("$@")
quick='' markdown='' plot=''
while [[ ${1:-} == --* ]]; do
  case $1 in
    --quick) quick=1 ;;
    --markdown) markdown=1 ;;
    --plot) plot=${2:?"$usage"}; shift ;;
    *) echo "$usage" >&2; exit 2 ;;
  esac
  shift
done
[ $# = 2 ] || [ $# = 3 ] || { echo "$usage" >&2; exit 2; }

official=${3:-docker-credential-secretservice}
need "$1" "$2" "$official" gnome-keyring-daemon dbus-daemon dbus-monitor dbus-send gdbus secret-tool ${plot:+gnuplot}
ours=$(command -v -- "$1") interleave=$(command -v -- "$2") official=$(command -v -- "$official")
on_a_keyring "$support/providers/gnome-keyring.sh" "$0" "${words[@]}"

if [ -n "$quick" ]; then
  sizes=(1 30) get_rounds=30 miss_rounds=20 change_rounds=10 list_rounds=10
else
  sizes=(1 30 300 1200) get_rounds=300 miss_rounds=40 change_rounds=16 list_rounds=12
fi
# numbers of logins at which only get and list are timed, for the plot
between=()
if [ -n "$plot" ]; then
  between=(10)
  [ -n "$quick" ] || between=(3 10 100 600)
fi
rows=$TMPDIR/rows.tsv plotted=$TMPDIR/plotted.tsv
: >"$plotted"
labels=('get' 'get, none stored' 'store, new' 'store, again' 'erase' 'list')

# The logins are named registry-1.example and so on, with the secrets secret-1 and so on. They are
# labelled as the official helper labels its own: its list prints the label for the server.
stored=0
fill() { # COUNT
  while [ "$stored" -lt "$1" ]; do
    stored=$((stored + 1))
    item "registry-$stored.example" alice "secret-$stored"
  done
}

expect_count() { # COUNT
  local helper count
  for helper in "$ours" "$official"; do
    # grep fails where there is none to count
    count=$("$helper" list | { grep -o '":"' || true; } | wc -l)
    [ "$count" = "$1" ] || fail "$helper lists $count logins, not $1"
  done
}

# The lines of interleave are named: who, a slash, the label.
measure_get() { # COUNT
  local middle=$(($1 / 2 + 1))
  local get=(--input "registry-$middle.example" --output "\"Secret\":\"secret-$middle\"")
  "$interleave" --rounds "$get_rounds" \
    :: "${get[@]}" ours/get "$ours" get \
    :: "${get[@]}" official/get "$official" get
}

measure_list() { # COUNT
  local middle=$(($1 / 2 + 1))
  local list=(--output "\"registry-$middle.example\":\"alice\"")
  "$interleave" --rounds "$list_rounds" --warm-up 1 \
    :: "${list[@]}" ours/list "$ours" list \
    :: "${list[@]}" official/list "$official" list
}

measure() { # COUNT
  local miss=(--input absent.example --exit 1 --output 'credentials not found in native keychain')
  measure_get "$1"
  "$interleave" --rounds "$miss_rounds" --warm-up 2 \
    :: "${miss[@]}" 'ours/get, none stored' "$ours" get \
    :: "${miss[@]}" 'official/get, none stored' "$official" get
  # each leaves as many logins as it found
  "$interleave" --rounds "$change_rounds" --warm-up 1 \
    :: --input "$(request ours.example bob first)" 'ours/store, new' "$ours" store \
    + --input "$(request ours.example bob second)" 'ours/store, again' "$ours" store \
    + --input ours.example ours/erase "$ours" erase \
    :: --input "$(request official.example bob first)" 'official/store, new' "$official" store \
    + --input "$(request official.example bob second)" 'official/store, again' "$official" store \
    + --input official.example official/erase "$official" erase
  measure_list "$1"
}

# Reads the monitor up to a call of our own that is marked NAME; the lines are in $seen. A call
# that goes out before the monitor listens is lost, so it is sent again.
seen=()
read_up_to() { # NAME
  local line end=$((SECONDS + 15))
  seen=()
  while [ "$SECONDS" -lt "$end" ]; do
    dbus-send --session --print-reply --dest=org.freedesktop.DBus "/marker/$1" \
      org.freedesktop.DBus.GetId >/dev/null
    while IFS= read -r -t 0.5 -u "$monitor_output" line; do
      seen+=("$line")
      [[ $line != *"/marker/$1"* ]] || return 0
    done
  done
  fail "dbus-monitor does not report"
}

# Counts the method calls of the process that talks to the keyring, its Hello included.
count_calls() { # INPUT HELPER VERB
  local monitor status=0
  exec {monitor_output}< <(exec dbus-monitor --session --profile 2>/dev/null)
  monitor=$!
  read_up_to before
  "$2" "$3" <<<"$1" >/dev/null 2>&1 || status=$?
  read_up_to after
  kill "$monitor"
  wait "$monitor" || true # ended by the signal above
  exec {monitor_output}<&-
  [ "$status" -le 1 ] || fail "$2 $3 ends with $status"
  # type, time, serial, sender, destination, path, interface, member
  printf '%s\n' "${seen[@]}" | awk -F '\t' '
    $1 == "mc" { calls[$4]++; if ($6 ~ "^/org/freedesktop/secrets") client[$4] = 1 }
    END { for (name in client) sum += calls[name]; print sum + 0 }'
}

count_all_calls() { # COUNT WHO HELPER
  local n=$1 who=$2 helper=$3 label input verb calls
  for label in "${labels[@]}"; do
    input='' verb=${label%%,*}
    case $label in
      get) input=registry-$((n / 2 + 1)).example ;;
      'get, none stored') input=absent.example ;;
      'store, new') input=$(request counted.example bob first) ;;
      'store, again') input=$(request counted.example bob second) ;;
      erase) input=counted.example ;;
    esac
    calls=$(count_calls "$input" "$helper" "$verb")
    printf '%s/%s\t%s\n' "$who" "$label" "$calls"
  done
}

# rows.tsv: count, who, label, median, 99th percentile, peak memory, calls
benchmark() { # COUNT
  local times calls_of_ours calls_of_official
  echo "benchmark.sh: $1 logins" >&2
  fill "$1"
  expect_count "$1"
  times=$(measure "$1")
  calls_of_ours=$(count_all_calls "$1" ours "$ours")
  calls_of_official=$(count_all_calls "$1" official "$official")
  expect_count "$1"
  awk -F '\t' -v OFS='\t' -v n="$1" '
    NR == FNR { calls[$1] = $2; next }
    { slash = index($1, "/")
      print n, substr($1, 1, slash - 1), substr($1, slash + 1), $2, $3, $4, calls[$1] }' \
    <(printf '%s\n' "$calls_of_ours" "$calls_of_official") <(printf '%s\n' "$times") >>"$rows"
}

print_text() {
  LC_ALL=C awk -F '\t' '
    BEGIN {
      print "                               median ms         99th pct ms       peak KiB      D-Bus calls"
      print "logins  verb                ours official ratio   ours official   ours official  ours official"
    }
    { key = $1 "\t" $3; median[key, $2] = $4; tail[key, $2] = $5; peak[key, $2] = $6; calls[key, $2] = $7
      if ($2 == "ours") order[++count] = key }
    END {
      for (i = 1; i <= count; i++) {
        k = order[i]
        split(k, part, "\t")
        if (i > 1 && part[1] != last)
          print ""
        last = part[1]
        printf "%6d  %-16s %7.1f  %7.1f  %4.2f %6.1f  %7.1f  %5d    %5d %5d    %5d\n", part[1], part[2],
          median[k, "ours"] / 1000, median[k, "official"] / 1000, median[k, "ours"] / median[k, "official"],
          tail[k, "ours"] / 1000, tail[k, "official"] / 1000, peak[k, "ours"], peak[k, "official"],
          calls[k, "ours"], calls[k, "official"]
      }
    }' "$rows"
}

print_markdown() {
  LC_ALL=C awk -F '\t' -v sizes="${sizes[*]}" '
    function with_comma(n) { return n < 1000 ? n : sprintf("%d,%03d", n / 1000, n % 1000) }
    { median[$1, $3, $2] = $4; peak[$1, $3, $2] = $6; calls[$1, $3, $2] = $7
      if (!($3 in known)) { known[$3] = 1; label[++labels] = $3 } }
    END {
      columns = split(sizes, n, " ")
      head = "| ours / official |"; rule = "|---|"
      memory = "| peak memory of `get` |"; bus = "| D-Bus calls of `get` |"
      for (c = 1; c <= columns; c++) {
        head = head " " with_comma(n[c]) (n[c] == 1 ? " login |" : " logins |"); rule = rule "---:|"
        memory = memory sprintf(" %.2f |", peak[n[c], "get", "ours"] / peak[n[c], "get", "official"])
        bus = bus sprintf(" %d / %d |", calls[n[c], "get", "ours"], calls[n[c], "get", "official"])
      }
      print head; print rule
      for (i = 1; i <= labels; i++) {
        verb = label[i]; rest = ""
        if (comma = index(verb, ",")) { rest = substr(verb, comma); verb = substr(verb, 1, comma - 1) }
        line = "| `" verb "`" rest " |"
        for (c = 1; c <= columns; c++)
          line = line sprintf(" %.2f |", median[n[c], label[i], "ours"] / median[n[c], label[i], "official"])
        print line
      }
      print memory; print bus
    }' "$rows"
}

# who measured what: count, who, label, median
measure_between() { # COUNT
  local times
  echo "benchmark.sh: $1 logins, get and list" >&2
  fill "$1"
  times=$(measure_get "$1" && measure_list "$1")
  awk -F '\t' -v OFS='\t' -v n="$1" '{ split($1, part, "/"); print n, part[1], part[2], $2 }' <<<"$times" >>"$plotted"
}

# speed.tsv: a line for each number of logins
draw() { # FOLDER
  mkdir -p "$1"
  {
    printf '# milliseconds, medians of whole processes on %s processors\n' "$(nproc)"
    printf 'logins\tget, cppsecret\tget, official\tlist, cppsecret\tlist, official\n'
    LC_ALL=C awk -F '\t' -v OFS='\t' '
      $3 == "get" || $3 == "list" { median[$1, $3, $2] = $4 / 1000; sizes[$1] = 1 }
      END {
        for (n in sizes)
          print n, median[n, "get", "ours"], median[n, "get", "official"],
            median[n, "list", "ours"], median[n, "list", "official"]
      }' "$rows" "$plotted" | sort -n
  } >"$1/speed.tsv"
  gnuplot -e "data = '$1/speed.tsv'; picture = '$1/speed.svg'" "$(dirname "$0")/../packaging/pictures/speed.gnuplot"
}

load_average() { cut -d ' ' -f 1 /proc/loadavg; }

load=$(load_average)
# logins only become more
for size in $(printf '%s\n' "${sizes[@]}" "${between[@]}" | sort -n); do
  if [[ " ${sizes[*]} " == *" $size "* ]]; then benchmark "$size"; else measure_between "$size"; fi
done
echo "$(basename "$ours") against $(basename "$official")"
echo "$(nproc) processors, load average $load at the start and $(load_average) at the end"
echo
print_text
if [ -n "$markdown" ]; then
  echo
  print_markdown
fi
if [ -n "$plot" ]; then draw "$plot"; fi
