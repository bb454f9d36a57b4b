package org.tlsproxy.log;

import java.util.List;

/** Where records go: the system's syslog, or Postfix's postlogd when {@code maillog_file} is set. One of them at a time. */
public sealed interface Transport {

    /** syslogd's socket. */
    String DEV_LOG = "/dev/log";

    /** Socket paths, in the order in which they are tried. */
    List<String> sockets();

    /** syslogd, with {@code syslog_facility}. */
    record Syslog(Facility facility, List<String> sockets) implements Transport {

        public Syslog(Facility facility) {
            this(facility, List.of(DEV_LOG));
        }
    }

    /**
     * postlogd.
     *
     * @param host    first label of myhostname
     * @param sockets the absolute path, and the one below the queue directory, which is all that is left in a jail
     */
    record Postlog(String host, List<String> sockets) implements Transport {

        private static final String DIRECTORY = "/public/";

        /** @param socket absolute path of the socket, @param hostname myhostname */
        public static Postlog at(String socket, String hostname) {
            int dot = hostname.indexOf('.');
            int below = socket.lastIndexOf(DIRECTORY);
            List<String> paths = below < 0 ? List.of(socket) : List.of(socket, socket.substring(below + 1));
            return new Postlog(dot < 0 ? hostname : hostname.substring(0, dot), paths);
        }

        /** As main.cf has it. */
        public static Postlog at(String queueDirectory, String service, String hostname) {
            return at(queueDirectory + DIRECTORY + service, hostname);
        }
    }
}
