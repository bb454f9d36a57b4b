package org.tlsproxy.smtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.InternetSockets;

/** The options of tlsproxy-smtpd(8): those of the filter, and what tcpserver and tlswrapper had. Filled while they are read. */
final class ServiceOptions implements OptionReader.Options {

    static final String WITH_VALUE = CommonOptions.WITH_VALUE + "lLfdamMpHw";
    private static final int MOST = 1_000_000;

    // Nothing but this tree need be installed; the directory of the original, the filter's default, comes with the original.
    private final CommonOptions common = new CommonOptions(System.getProperty("tlsproxy.home", "") + "/lib/empty");
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> chainFiles = new ArrayList<>();
    private Optional<String> nameDirectory = Optional.empty();
    private Optional<String> clientAuthorities = Optional.empty();
    private Networks proxies = Networks.NONE;
    private int mostConnections = 1000;
    private int mostPerAddress;
    private int handshakeSeconds = 30;
    private int workers;

    /** Where to listen. @param where as the command line has it, @param implicit TLS comes first (smtps) */
    record Listener(String where, boolean implicit) { }

    CommonOptions common() {
        return common;
    }

    @Override
    public boolean flag(char letter) {
        return common.flag(letter);
    }

    @Override
    public boolean option(char letter, String value) throws OptionReader.Refused {
        switch (letter) {
            case 'l' -> listeners.add(new Listener(checked(value), false));
            case 'L' -> listeners.add(new Listener(checked(value), true));
            case 'f' -> chainFiles.add(value);
            case 'd' -> nameDirectory = Optional.of(value);
            case 'a' -> clientAuthorities = Optional.of(value);
            case 'm' -> mostConnections = number("the number of connections", value, 1);
            case 'M' -> mostPerAddress = number("the number of connections per address", value, 0);
            case 'p' -> proxies = Networks.parse(value)
                .orElseThrow(() -> new OptionReader.Refused(SmtpMessages.badNumber("networks", value)));
            case 'H' -> handshakeSeconds = CommonOptions.seconds(value);
            case 'w' -> workers = number("the number of workers", value, 0);
            default -> {
                return common.option(letter, value);
            }
        }
        return true;
    }

    private static String checked(String where) throws OptionReader.Refused {
        Optional<CommonOptions.GreylistServer> place = CommonOptions.server(where);
        boolean descriptor = where.startsWith("fd:") && CommonOptions.number(where.substring(3), 1023) >= 0;
        if (!descriptor && (place.isEmpty() || !InternetSockets.isAddress(place.get().host()))) {
            throw new OptionReader.Refused(SmtpMessages.badNumber("address:port", where));
        }
        return where;
    }

    private static int number(String what, String value, int least) throws OptionReader.Refused {
        int number = CommonOptions.number(value, MOST);
        if (number < least) {
            throw new OptionReader.Refused(SmtpMessages.notANumber(value, least, MOST), SmtpMessages.badNumber(what, value));
        }
        return number;
    }

    List<Listener> listeners() {
        return listeners;
    }

    List<String> chainFiles() {
        return chainFiles;
    }

    Optional<String> nameDirectory() {
        return nameDirectory;
    }

    Optional<String> clientAuthorities() {
        return clientAuthorities;
    }

    Networks proxies() {
        return proxies;
    }

    int mostConnections() {
        return mostConnections;
    }

    /** 0: no limit. */
    int mostPerAddress() {
        return mostPerAddress;
    }

    int handshakeSeconds() {
        return handshakeSeconds;
    }

    /** At most this many; 0: one for each processor. */
    int workers() {
        return workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
    }
}
