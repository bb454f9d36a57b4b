package org.tlsproxy.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.Fatal;

/**
 * The command line that master(8) composes: getopt(3) with {@code cdDi:lm:n:o:r:s:St:uvVz}, left to right.
 *
 * @param serviceName  {@code -n}, else the program's name
 * @param transport    {@code -t}; empty if missing
 * @param chroot       {@code -c}
 * @param unprivileged {@code -u}
 * @param notDetached  {@code -d}: standard input may be a terminal
 * @param unlimited    {@code -z}: process limit 0
 * @param standAlone   {@code -S}
 * @param toStderr     {@code -V}
 * @param verbose      how many {@code -v}
 * @param sockets      {@code -s}: listen sockets
 * @param retirement   {@code -r} in seconds
 * @param overrides    {@code -o}, {@code -i} and {@code -m} as {@code name=value}, in order
 * @param operands     what is left; none is allowed
 */
record Arguments(String serviceName, String transport, boolean chroot, boolean unprivileged, boolean notDetached, boolean unlimited,
                 boolean standAlone, boolean toStderr, int verbose, int sockets, Optional<Integer> retirement, List<String> overrides,
                 List<String> operands) {

    private static final String WITH_VALUE = "imnorst";
    private static final String WITHOUT_VALUE = "cdDlSuvVz";

    /** @throws Fatal with Postfix's text if an option is wrong */
    static Arguments parse(String programName, List<String> argv) {
        Parser parser = new Parser(programName);
        int i = 0;
        while (i < argv.size() && argv.get(i).length() > 1 && argv.get(i).charAt(0) == '-') {
            String word = argv.get(i++);
            if (word.equals("--")) {
                break;
            }
            for (int at = 1; at < word.length(); at++) {
                char option = word.charAt(at);
                if (WITH_VALUE.indexOf(option) >= 0) {
                    String value = word.substring(at + 1);
                    if (value.isEmpty()) {
                        if (i == argv.size()) {
                            throw new Fatal("invalid option: " + option);
                        }
                        value = argv.get(i++);
                    }
                    parser.option(option, value);
                    break;
                }
                parser.flag(option);
            }
        }
        return parser.result(argv.subList(i, argv.size()));
    }

    /** What has been seen so far. */
    private static final class Parser {
        private final List<String> overrides = new ArrayList<>();
        private final StringBuilder flags = new StringBuilder();
        private String service;
        private String transport = "";
        private int sockets = 1;
        private Optional<Integer> retirement = Optional.empty();

        Parser(String programName) {
            service = programName;
        }

        void flag(char option) {
            if (WITHOUT_VALUE.indexOf(option) < 0) {
                throw new Fatal("invalid option: " + option);
            }
            flags.append(option);
        }

        void option(char option, String value) {
            switch (option) {
                case 'i' -> overrides.add("max_idle=" + value);
                case 'm' -> overrides.add("max_use=" + value);
                case 'n' -> service = value;
                case 'o' -> overrides.add(value);
                case 'r' -> retirement = Optional.of(positive(value, "invalid retirement time: "));
                case 's' -> sockets = positive(value, "invalid socket_count: ");
                default -> transport = value;
            }
        }

        private static int positive(String value, String error) {
            int end = 0;
            while (end < value.length() && Character.isDigit(value.charAt(end))) {
                end++;
            }
            int number;
            try {
                number = Integer.parseInt(value.substring(0, end));
            } catch (NumberFormatException e) {
                number = 0;     // as atoi(3): no digits, or far too many
            }
            if (number <= 0) {
                throw new Fatal(error + value);
            }
            return number;
        }

        private boolean has(char option) {
            return flags.indexOf(String.valueOf(option)) >= 0;
        }

        Arguments result(List<String> operands) {
            int verbose = (int) flags.chars().filter(c -> c == 'v').count();
            return new Arguments(service, transport, has('c'), has('u'), has('d'), has('z'), has('S'), has('V'), verbose, sockets,
                retirement, List.copyOf(overrides), List.copyOf(operands));
        }
    }

    /** The checks of an "unlimited" service that come before anything is opened. @throws Fatal with Postfix's text */
    void require() {
        if (!unlimited && !standAlone) {
            throw new Fatal("service " + serviceName + " requires a process limit of 0");
        }
        if (standAlone) {
            return;
        }
        if (transport.isEmpty()) {
            throw new Fatal("no transport type specified");
        }
        if (!List.of("unix", "inet", "pass", "fifo").contains(transport)) {
            throw new Fatal("unsupported transport type: " + transport);
        }
    }
}
