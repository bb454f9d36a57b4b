# shellcheck shell=sh
# jvm.sh - which JVM runs tlsproxy-java, and with what flags. Read by sbin/tlsproxy-java and packaging/archive, because
# class archives are only good for exactly the flags and paths that they were made with.
#
# In: tree, the directory that holds sbin, lib and conf, as a physical path; name, the daemon's name in the log.
# shellcheck disable=SC2034,SC2154  # variables come from and go to the script that reads this
# Builtins only, but for one: master(8) may wait for this, and every fork would be felt.

# File names and -o arguments are UTF-8; under master's LANG=C a JVM could not open a file named with an umlaut.
LC_ALL=C.UTF-8
export LC_ALL
# Each of these would change the JVM behind the administrator's back.
unset JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS _JAVA_LAUNCHER_DEBUG JAVA_HOME CLASSPATH
unset LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH

# Java versions that this release was tested on. A newer one is taken only when there is none of these.
oldest_java=17
newest_java=25

# Looks into the file where an administrator may say "java_home = DIRECTORY": the one beside main.cf if there is one, else
# the tree's. Out: java_home and launcher_java_options, empty if nobody says so.
configured_java() {
    java_home='' launcher_java_options=''
    for file in "${MAIL_CONFIG:-/etc/postfix}/tlsproxy-java.conf" "$tree/conf/tlsproxy-java.conf"; do
        [ -r "$file" ] || continue
        while read -r key equals value; do
            case $key$equals in
            java_home=) java_home=$value ;;
            launcher_java_options=) launcher_java_options=$value ;;
            esac
        done < "$file"
        return 0
    done
}

# Reads DIRECTORY/release rather than starting its java. Out: java_major, java_build. Fails where there is no Java in DIRECTORY.
identify_java() {
    java_major=0 java_build=
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='="' read -r key _ value; do
        case $key in
        JAVA_RUNTIME_VERSION) java_build=${value%\"} ;;
        JAVA_VERSION) java_major=${value%%[!0-9]*}; break ;;
        esac
    done < "$1/release"
    [ "${java_major:-0}" -ge "$oldest_java" ] && [ -n "$java_build" ]
}

# Every directory that could hold a Java, whichever distribution put it there.
java_places='/usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk*'

# The newest tested Java of the usual places. Out: java_home, java_major, java_build. Fails if there is none.
find_java() {
    best_home='' best_rank=0
    # shellcheck disable=SC2086  # patterns, to be expanded
    for java_home in $java_places; do
        [ ! -L "$java_home" ] || continue
        identify_java "$java_home" || continue
        rank=$((java_major <= newest_java ? java_major * 2 : oldest_java * 2 + newest_java - java_major))
        [ "$rank" -gt "$best_rank" ] || continue
        best_home=$java_home best_rank=$rank best_major=$java_major best_build=$java_build
    done
    [ -n "$best_home" ] || return 1
    java_home=$best_home java_major=$best_major java_build=$best_build
}

# What follows from the Java found. Out: flag_set, launcher_classpath, worker_classpath, filter_classpath, archive_option; for each
# ROLE, ROLE_archive (a file that need not exist) and ROLE_archive_flag (empty if it does not).
describe_jvm() {
    lib=$tree/lib
    flag_set=17 archive_option=-XX:SharedArchiveFile= suffix=jsa
    [ "$java_major" -lt 25 ] || flag_set=25 archive_option=-XX:AOTCache= suffix=aot
    launcher_archive=$lib/archive/launcher-$java_build.$suffix worker_archive=$lib/archive/worker-$java_build.$suffix
    smtpd_archive=$lib/archive/smtpd-$java_build.$suffix smtpdworker_archive=$lib/archive/smtpdworker-$java_build.$suffix
    filter_archive=$lib/archive/filter-$java_build.$suffix
    worker_classpath=$lib/tlsproxy-java.jar:$lib/bctls.jar:$lib/bcprov.jar:$lib/bcutil.jar:$lib/jffi.jar
    filter_classpath=$lib/tlsproxy-java.jar:$lib/jffi.jar
    launcher_classpath=$filter_classpath
    for jar in jnr-posix jnr-ffi jnr-constants asm asm-commons asm-tree asm-analysis asm-util jnr-unixsocket jnr-enxio \
        commons-configuration2 commons-lang3 commons-text commons-io commons-logging; do
        launcher_classpath=$launcher_classpath:$lib/$jar.jar
    done
    describe_jars
    launcher_archive_flag='' worker_archive_flag='' smtpd_archive_flag='' smtpdworker_archive_flag='' filter_archive_flag=''
    ! is_good "$launcher_archive" || launcher_archive_flag=$archive_option$launcher_archive
    ! is_good "$worker_archive" || worker_archive_flag=$archive_option$worker_archive
    ! is_good "$smtpd_archive" || smtpd_archive_flag=$archive_option$smtpd_archive
    ! is_good "$smtpdworker_archive" || smtpdworker_archive_flag=$archive_option$smtpdworker_archive
    ! is_good "$filter_archive" || filter_archive_flag=$archive_option$filter_archive
}

# Java 17 to 24 compares sizes and times of the jars with those that its archive was made of. Java 25 does not: it would run the
# classes of the old jars from its cache, whatever replaced them. So archive keeps sizes and times beside each cache, and we compare.
# Out: jars, one line; empty where Java looks itself.
describe_jars() {
    jars=''
    [ "$java_major" -ge 25 ] || return 0
    usual_ifs=$IFS IFS=:
    # shellcheck disable=SC2086  # a list
    set -- $worker_classpath:$launcher_classpath
    IFS=$usual_ifs
    # shellcheck disable=SC2046  # lines become words
    set -- $(stat -L -c %s.%Y -- "$@" 2>/dev/null)
    jars="jars: $*"
}

# is_good ARCHIVE - true if it is there, and of these jars.
is_good() {
    [ -r "$1" ] || return 1
    [ -n "$jars" ] || return 0
    jars_then=''
    [ ! -r "$1.jars" ] || read -r jars_then < "$1.jars" || :
    [ "$jars" = "$jars_then" ] && [ "$jars" != 'jars: ' ]
}

# exec_jvm ROLE ARCHIVE-FLAG ARGUMENT...
# Becomes that JVM: launcher or worker of tlsproxy-java, filter (tlswrapper-smtp), smtpd or smtpdworker (tlsproxy-smtpd). ARCHIVE-FLAG is
# one of those above, and left out when empty; filter_options and jvm_prefix are words that a script may have set for them. A launcher
# starts its workers in the same way, from the properties tlsproxy.worker.*.
exec_jvm() {
    role=$1 archive_flag=$2 more_options='' kind=launcher
    shift 2
    case $role in
    launcher | smtpd)
        more_options="$launcher_java_options ${training_options:-}" main=smtpd.Launcher worker_flag=$smtpdworker_archive_flag
        [ "$role" = smtpd ] || main=launcher.Main worker_flag=$worker_archive_flag
        set -- "-Dtlsproxy.archive=${archive_flag#"$archive_option"}" \
            "-Dtlsproxy.java=$java_home/bin/java" \
            "-Dtlsproxy.worker.options=$tree/conf/worker-$flag_set.options" \
            "-Dtlsproxy.worker.classpath=$worker_classpath" \
            "-Dtlsproxy.worker.archive=$worker_flag" \
            -cp "$launcher_classpath" "org.tlsproxy.$main" "$@" ;;
    worker) kind=worker; set -- -cp "$worker_classpath" org.tlsproxy.worker.Main "$@" ;;
    smtpdworker) kind=worker; set -- -cp "$worker_classpath" org.tlsproxy.smtpd.Worker "$@" ;;
    filter) more_options="$filter_options ${training_options:-}"; set -- -cp "$filter_classpath" org.tlsproxy.smtpd.Filter "$@" ;;
    esac
    # shellcheck disable=SC2086  # words
    exec ${jvm_prefix:-} "$java_home/bin/java" "@$tree/conf/$kind-$flag_set.options" ${archive_flag:+"$archive_flag"} $more_options \
        "-Djffi.boot.library.path=$tree/lib/native" "-Dtlsproxy.home=$tree" "-Dtlsproxy.argv0=$name" "$@"
}
