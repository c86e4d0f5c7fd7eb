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
plot data using 1:2 with linespoints linewidth 2 pointtype 7 dashtype 1 \
       linecolor rgb ours title 'hit, cppsecret', \
     data using 1:3 with linespoints linewidth 2 pointtype 7 dashtype 1 \
       linecolor rgb official title 'hit, docker-credential-secretservice', \
     data using 1:4 with linespoints linewidth 2 pointtype 9 dashtype 2 \
       linecolor rgb ours title 'miss, cppsecret', \
     data using 1:5 with linespoints linewidth 2 pointtype 9 dashtype 2 \
       linecolor rgb official title 'miss, docker-credential-secretservice', \
     data using 1:6 with linespoints linewidth 2 pointtype 5 dashtype 3 \
       linecolor rgb ours title 'store, new, cppsecret', \
     data using 1:7 with linespoints linewidth 2 pointtype 5 dashtype 3 \
       linecolor rgb official title 'store, new, docker-credential-secretservice', \
     data using 1:8 with linespoints linewidth 2 pointtype 6 dashtype 4 \
       linecolor rgb ours title 'list, cppsecret', \
     data using 1:9 with linespoints linewidth 2 pointtype 6 dashtype 4 \
       linecolor rgb official title 'list, docker-credential-secretservice'
