#!/bin/bash
# SPDX-License-Identifier: MIT
# Times the helper against docker-credential-secretservice on one private keyring: whole processes,
# one after the other in every round, with 1, 30, 300 and 1,200 logins stored.
#   benchmark.sh [--quick] [--markdown] [--plot FOLDER] [--keyring NAME] HELPER INTERLEAVE [OFFICIAL]
# --quick      1 and 30 logins, a few rounds
# --markdown   prints a table of ratios for a README too
# --plot       writes FOLDER/speed.tsv, the times of four operations, and FOLDER/speed.svg, the plot of it
# --keyring    gnome-keyring, keepassxc (300 logins at most: 2.7.4 crashes) or kwallet
# HELPER is ours, INTERLEAVE the program of benchmark/interleave.cpp, OFFICIAL the other helper.
# For each operation: the median wall time of both and their ratio (below 1: ours is faster), the
# 99th percentile, the peak memory, and the method calls that one process sends to the bus. What the
# official helper cannot do is compared with what is next to it: it finds one spelling alone, and
# with KeePassXC its second store waits for a person. Nothing is judged; a busy machine blurs the
# times, so the load average is printed with them.
set -euo pipefail
shopt -s inherit_errexit
# shellcheck source=benchmark/lib.sh
. "$(dirname "$0")/benchmark/lib.sh"
usage="usage: benchmark.sh [--quick] [--markdown] [--plot FOLDER] [--keyring NAME] HELPER INTERLEAVE [OFFICIAL]"

words=("$@")
quick='' markdown='' plot='' keyring=gnome-keyring
while [[ ${1:-} == --* ]]; do
  case $1 in
    --quick) quick=1 ;;
    --markdown) markdown=1 ;;
    --plot) plot=${2:?"$usage"}; shift ;;
    --keyring) keyring=${2:?"$usage"}; shift ;;
    *) echo "$usage" >&2; exit 2 ;;
  esac
  shift
done
case $keyring in
  gnome-keyring) need gnome-keyring-daemon ;;
  keepassxc) need keepassxc ;;
  kwallet) need kwalletd5 ;;
  *) echo "$usage" >&2; exit 2 ;;
esac
[ $# = 2 ] || [ $# = 3 ] || { echo "$usage" >&2; exit 2; }

official=${3:-docker-credential-secretservice}
need "$1" "$2" "$official" dbus-daemon dbus-monitor dbus-send gdbus secret-tool ${plot:+gnuplot}
ours=$(command -v -- "$1") interleave=$(command -v -- "$2") official=$(command -v -- "$official")
on_a_keyring "$support/providers/$keyring.sh" "$0" "${words[@]}"

if [ -n "$quick" ]; then
  sizes=(1 30) get_rounds=30 change_rounds=10 list_rounds=10 crowd_rounds=3
else
  sizes=(1 30 300 1200) get_rounds=200 change_rounds=80 list_rounds=30 crowd_rounds=20
  [ "$keyring" != keepassxc ] || sizes=(1 30 300)
fi
again=()
[ "$keyring" != kwallet ] || again=(--again 3) # it loses a session in a hundred, and the official helper crashes
rows=$TMPDIR/rows.tsv
labels=(hit 'hit, other spelling' miss 'miss of Docker Hub' 'store, new' 'store, again' erase list 'ten at once')

# The logins are named registry-1.example and so on, with the secrets secret-1 and so on. They are
# labelled as the official helper labels its own: its list prints the label for the server.
hub=https://index.docker.io/v1/
stored=0
fill() { # COUNT
  while [ "$stored" -lt "$1" ]; do
    stored=$((stored + 1))
    until item "registry-$stored.example" alice "secret-$stored" 2>/dev/null; do :; done # a bad session
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
  local middle=$(($1 / 2 + 1)) label
  local get=(--output "\"Secret\":\"secret-$middle\"" --input)
  local miss=(--exit 1 --output 'credentials not found in native keychain' --input)
  "$interleave" "${again[@]}" --rounds "$get_rounds" \
    :: "${get[@]}" "registry-$middle.example" ours/hit "$ours" get \
    :: "${get[@]}" "https://registry-$middle.example/v2/" 'ours/hit, other spelling' "$ours" get \
    :: "${get[@]}" "registry-$middle.example" official/hit "$official" get
  for label in 'miss absent.example' "miss of Docker Hub $hub"; do
    "$interleave" "${again[@]}" --rounds "$get_rounds" \
      :: "${miss[@]}" "${label##* }" "ours/${label% *}" "$ours" get \
      :: "${miss[@]}" "${label##* }" "official/${label% *}" "$official" get
  done
}

# each leaves as many logins as it found
measure_changes() {
  local who helper contenders=()
  for who in ours official; do
    helper=${!who}
    contenders+=(:: --input "$(request "$who.example" bob first)" "$who/store, new" "$helper" store)
    can_store_again "$who" &&
      contenders+=(+ --input "$(request "$who.example" bob second)" "$who/store, again" "$helper" store)
    contenders+=(+ --input "$who.example" "$who/erase" "$helper" erase)
  done
  "$interleave" "${again[@]}" --rounds "$change_rounds" --warm-up 1 "${contenders[@]}"
}

can_store_again() { # WHO
  [ "$keyring $1" != 'keepassxc official' ]
}

measure_list() { # COUNT
  local middle=$(($1 / 2 + 1))
  local list=(--output "\"registry-$middle.example\":\"alice\"")
  "$interleave" "${again[@]}" --rounds "$list_rounds" --warm-up 1 \
    :: "${list[@]}" ours/list "$ours" list \
    :: "${list[@]}" official/list "$official" list
}

# what a compose file with ten images asks: half of them need no login
measure_crowd() { # COUNT
  local crowd='for i in 1 2 3 4 5; do for server in $1 absent.example; do echo $server | "$0" get & done; done; wait'
  local ten=(sh -c "$crowd") server=registry-$(($1 / 2 + 1)).example
  "$interleave" "${again[@]}" --rounds "$crowd_rounds" --warm-up 1 \
    :: --output '"Secret"' 'ours/ten at once' "${ten[@]}" "$ours" "$server" \
    :: --output '"Secret"' 'official/ten at once' "${ten[@]}" "$official" "$server"
}

measure() { # COUNT
  measure_get "$1"
  measure_changes
  measure_list "$1"
  measure_crowd "$1"
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
  [ "$status" -le 1 ] || [ "$keyring" = kwallet ] || fail "$2 $3 ends with $status"
  # type, time, serial, sender, destination, path, interface, member
  printf '%s\n' "${seen[@]}" | awk -F '\t' '
    $1 == "mc" { calls[$4]++; if ($6 ~ "^/org/freedesktop/secrets") client[$4] = 1 }
    END { for (name in client) sum += calls[name]; print sum + 0 }'
}

count_all_calls() { # COUNT WHO HELPER
  local n=$1 who=$2 helper=$3 label input verb calls
  for label in "${labels[@]}"; do
    verb='get'
    case $label in
      hit) input=registry-$((n / 2 + 1)).example ;;
      'hit, other spelling') input=https://registry-$((n / 2 + 1)).example/v2/ ;;
      miss) input=absent.example ;;
      'miss of Docker Hub') input=$hub ;;
      'store, new') verb=store input=$(request counted.example bob first) ;;
      'store, again') verb=store input=$(request counted.example bob second) ;;
      erase) verb=erase input=counted.example ;;
      list) verb=list input='' ;;
      *) continue ;;
    esac
    [ "$label" != 'store, again' ] || can_store_again "$who" || continue
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

# What awk begins with: other[K] is what the row K of ours is compared with; the calls of one process are counted.
read_rows='
  { key = $1 "\t" $3; median[key, $2] = $4; tail[key, $2] = $5; peak[key, $2] = $6; calls[key, $2] = $7
    if ($2 == "ours") { order[++count] = key; if (!($3 in known)) { known[$3] = 1; label[++labels] = $3 } } }
  function other(k) {
    if ((k, "official") in median) return k
    sub(/hit, other spelling/, "hit", k); sub(/store, again/, "store, new", k)
    return k
  }
  function ratio(values, k) { return values[k, "ours"] / values[other(k), "official"] }'

print_text() {
  LC_ALL=C awk -F '\t' "$read_rows"'
    END {
      print "                                  median ms         99th pct ms       peak KiB      D-Bus calls"
      print "logins  operation              ours official ratio   ours official   ours official  ours official"
      for (i = 1; i <= count; i++) {
        k = order[i]
        o = other(k)
        split(k, part, "\t")
        if (i > 1 && part[1] != last) print ""
        last = part[1]
        printf "%6d  %-19s %7.1f  %7.1f  %4.2f %6.1f  %7.1f  %5d    %5d %5s    %5s\n", part[1], part[2],
          median[k, "ours"] / 1000, median[o, "official"] / 1000, ratio(median, k),
          tail[k, "ours"] / 1000, tail[o, "official"] / 1000, peak[k, "ours"], peak[o, "official"],
          calls[k, "ours"], calls[o, "official"]
      }
    }' "$rows"
}

print_markdown() {
  LC_ALL=C awk -F '\t' -v sizes="${sizes[*]}" "$read_rows"'
    function with_comma(n) { return n < 1000 ? n : sprintf("%d,%03d", n / 1000, n % 1000) }
    END {
      columns = split(sizes, n, " ")
      head = "| ours / official |"; rule = "|---|"; memory = "| peak memory, all of them |"
      for (c = 1; c <= columns; c++) {
        head = head " " with_comma(n[c]) (n[c] == 1 ? " login |" : " logins |"); rule = rule "---:|"
        most = 0
        for (i = 1; i < labels; i++)
          if (ratio(peak, n[c] "\t" label[i]) > most) most = ratio(peak, n[c] "\t" label[i])
        memory = memory sprintf(" ≤ %.2f |", most)
      }
      print head " D-Bus calls |"; print rule "---:|"
      for (i = 1; i <= labels; i++) {
        line = "| " label[i] " |"
        for (c = 1; c <= columns; c++)
          line = line sprintf(" %.2f |", ratio(median, n[c] "\t" label[i]))
        first = n[1] "\t" label[i]; last = n[columns] "\t" label[i]
        bus = calls[first, "ours"] " / " calls[other(first), "official"]
        if (label[i] == "list")
          bus = bus ", at " with_comma(n[columns]) " " calls[last, "ours"] " / " calls[last, "official"]
        print line " " (calls[first, "ours"] ? bus : "") " |"
      }
      print memory " |"
    }' "$rows"
}

# speed.tsv: a line for each number of logins
draw() { # FOLDER
  mkdir -p "$1"
  {
    printf '# milliseconds, medians of whole processes on %s processors\n' "$(nproc)"
    LC_ALL=C awk -F '\t' -v sizes="${sizes[*]}" "$read_rows"'
      END {
        rows = split("hit;miss;store, new;list", row, ";"); who[1] = "ours"; who[2] = "official"
        line = "logins"
        for (r = 1; r <= rows; r++)
          for (w = 1; w <= 2; w++)
            line = line "\t" row[r] ": " who[w]
        print line
        columns = split(sizes, n, " ")
        for (c = 1; c <= columns; c++) {
          line = n[c]
          for (r = 1; r <= rows; r++)
            for (w = 1; w <= 2; w++)
              line = line "\t" median[n[c] "\t" row[r], who[w]] / 1000
          print line
        }
      }' "$rows"
  } >"$1/speed.tsv"
  gnuplot -e "data = '$1/speed.tsv'; picture = '$1/speed.svg'" "$(dirname "$0")/../packaging/pictures/speed.gnuplot"
}

load_average() { cut -d ' ' -f 1 /proc/loadavg; }
load=$(load_average)
for size in "${sizes[@]}"; do benchmark "$size"; done # logins only become more
echo "$(basename "$ours") against $(basename "$official"), $keyring"
echo "$(nproc) processors, load average $load at the start and $(load_average) at the end"
echo
print_text
[ -z "$markdown" ] || { echo && print_markdown; }
[ -z "$plot" ] || draw "$plot"
