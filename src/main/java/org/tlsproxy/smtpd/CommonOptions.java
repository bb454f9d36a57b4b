package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.InternetSockets;

/** The options of tlswrapper-smtp(1), which the resident service has, too. Filled while they are read, not changed later. */
final class CommonOptions implements OptionReader.Options {

    static final String WITH_VALUE = "tTugJj";
    private static final int LONGEST = 86_400;
    private static final int MOST_PORT = 65_535;

    private int level = SmtpLevel.USUAL;
    private int sessionSeconds = 600;
    private int waitSeconds = 15;
    private Optional<String> programUser = Optional.empty();
    private Optional<GreylistServer> greylist = Optional.empty();
    private boolean closed;
    private String jail = "/var/lib/tlswrapper/empty";
    private Optional<String> jailUser = Optional.empty();

    /** @param host name or address, without brackets */
    record GreylistServer(String host, int port) {

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    CommonOptions(String jail) {
        this.jail = jail;
    }

    @Override
    public boolean flag(char letter) {
        switch (letter) {
            case 'q' -> level = 0;
            case 'Q' -> level = SmtpLevel.USUAL;
            case 'v' -> level = Math.min(level + 1, SmtpLevel.MOST);
            case 'c' -> closed = true;
            case 'C' -> closed = false;
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean option(char letter, String value) throws OptionReader.Refused {
        switch (letter) {
            case 't' -> sessionSeconds = seconds(value);
            case 'T' -> waitSeconds = seconds(value);
            case 'u' -> programUser = Optional.of(value);
            case 'g' -> greylist = Optional.of(server(value).orElseThrow(() -> new OptionReader.Refused(SmtpMessages.badGreylist(value))));
            case 'J' -> jail = value;
            case 'j' -> jailUser = Optional.of(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    static int seconds(String text) throws OptionReader.Refused {
        int number = number(text, LONGEST);
        if (number < 1) {
            throw new OptionReader.Refused(SmtpMessages.notANumber(text, 1, LONGEST), SmtpMessages.badTimeout(text));
        }
        return number;
    }

    /** A number in the one way to write it, a sign allowed. @return −1 if it is none or greater than {@code most} */
    static int number(String text, int most) {
        int start = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > 9 || digits > 1 && text.charAt(start) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number > most || text.startsWith("-") && number > 0 ? -1 : number;
    }

    /** {@code name:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}. */
    static Optional<GreylistServer> server(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        String digits = text.substring(colon + 1);
        int port = digits.isEmpty() || digits.charAt(0) < '0' ? -1 : number(digits, MOST_PORT);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        boolean good = bracketed ? bare.indexOf(':') >= 0 && InternetSockets.isAddress(bare) : bare.indexOf(':') < 0;
        return port >= 0 && good ? Optional.of(new GreylistServer(bare, port)) : Optional.empty();
    }

    int level() {
        return level;
    }

    int sessionSeconds() {
        return sessionSeconds;
    }

    int waitSeconds() {
        return waitSeconds;
    }

    /** Who the program runs as. */
    Optional<String> programUser() {
        return programUser;
    }

    Optional<GreylistServer> greylist() {
        return greylist;
    }

    /** Whether a recipient that nobody could be asked about is refused. */
    boolean closed() {
        return closed;
    }

    /** The empty directory to be locked in. */
    String jail() {
        return jail;
    }

    Optional<String> jailUser() {
        return jailUser;
    }
}
