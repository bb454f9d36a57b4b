# shellcheck shell=sh
# table.sh - the rows of the benchmarks' tables. Read by packaging/bench and packaging/bench-smtpd.
#
# In: only, names of measurements separated by commas, or empty for all; dir/figures/ours.ROUND and theirs.ROUND, lines "FIGURE VALUE";
# name, the measurement's.
# shellcheck disable=SC2154  # variables come from the script that reads this

# wanted NAME - true if that measurement is asked for
wanted() {
    case ,$only, in
    ,, | *,"$1",*) return 0 ;;
    *) return 1 ;;
    esac
}

# row FIGURE UNIT TEXT - a line of the table
row() {
    for which in ours theirs; do
        round=1
        while [ -r "$dir/figures/$which.$round" ]; do
            echo "$which $round $(sed -n "s/^$1 //p" "$dir/figures/$which.$round")"
            round=$((round + 1))
        done
    done | awk -v name="$name" -v unit="$2" -v text="$3" '
        function median(list, n,    i, j, t) {
            for (i = 2; i <= n; i++)
                for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
            return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
        }
        { value[$1, $2] = $3; n = $2 }
        END {
            for (i = 1; i <= n; i++) {
                a[i] = value["ours", i]
                b[i] = value["theirs", i]
                if (b[i] > 0)
                    r[++pairs] = a[i] / b[i]
            }
            printf "| %s | %s | %.4g %s | %.4g %s | %s |\n", name, text, median(a, n), unit, median(b, n), unit,
                pairs ? sprintf("%.2f", median(r, pairs)) : "-"
        }'
}
