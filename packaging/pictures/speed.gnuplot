# SPDX-License-Identifier: MIT
# The plot of README, drawn of what tests/benchmark.sh --plot has measured.
#   gnuplot -e "data = 'speed.tsv'; picture = 'speed.svg'" speed.gnuplot
set terminal svg size 720,420 dynamic font 'sans-serif,14' background '#ffffff'
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
set key top left Left reverse samplen 2 width -2 opaque
ours = '#1a7f37'
official = '#9a3412'
plot data using 1:2 with linespoints linewidth 2 pointtype 7 linecolor rgb ours title 'get, cppsecret', \
     data using 1:3 with linespoints linewidth 2 pointtype 7 linecolor rgb official title 'get, docker-credential-secretservice', \
     data using 1:4 with linespoints linewidth 2 pointtype 6 dashtype 2 linecolor rgb ours title 'list, cppsecret', \
     data using 1:5 with linespoints linewidth 2 pointtype 6 dashtype 2 linecolor rgb official title 'list, docker-credential-secretservice'
