# SPDX-License-Identifier: MIT
# The plot of README, drawn of what tests/benchmark.sh --plot has measured.
#   gnuplot -e "data = 'speed.tsv'; picture = 'speed.svg'" speed.gnuplot
set terminal svg size 720,520 dynamic font 'sans-serif,14' background '#ffffff'
set output picture
set datafile separator tab
set logscale xy
set yrange [1:5000]
set xlabel 'logins in the keyring'
set ylabel 'milliseconds, median'
set format y '%g'
set xrange [0.9:1400]
set xtics ('1' 1, '10' 10, '100' 100, '1,000' 1000)
set grid xtics ytics linecolor '#dddddd' linetype 1
set border 3
set tics nomirror
set key outside below left Left reverse samplen 2 maxcolumns 2
ours = '#1a7f37'
official = '#9a3412'
plot for [row = 0:3] for [who = 0:1] data using 1:(column(2 + 2 * row + who)) with linespoints linewidth 2 \
       pointtype word('7 9 5 6', row + 1) + 0 dashtype row + 1 linecolor rgb (who ? official : ours) \
       title word('hit miss store list', row + 1).(who ? ', docker-credential-secretservice' : ', cppsecret')
