package org.tlsproxy.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;

/**
 * Reads {@code tlsproxy-java.conf}: the one beside main.cf if there is one, else the one of the installed tree, else nothing,
 * which means the defaults.
 */
public final class OwnSettingsReader {

    private static final String NAME = "tlsproxy-java.conf";

    private final OwnConf conf;

    private OwnSettingsReader(OwnConf conf) {
        this.conf = conf;
    }

    /**
     * @param configDirectory where main.cf is
     * @param installTree     the directory whose {@code conf/} came with the package
     * @throws Fatal when the file cannot be read or has a bad value
     */
    public static OwnSettings read(Path configDirectory, Path installTree, Logger logger) {
        Path beside = configDirectory.resolve(NAME);
        Path installed = installTree.resolve("conf").resolve(NAME);
        if (Files.exists(beside)) {
            return readFile(beside.toString(), logger);
        }
        return Files.exists(installed) ? readFile(installed.toString(), logger) : defaults(logger);
    }

    /** What holds when there is no file. */
    public static OwnSettings defaults(Logger logger) {
        return new OwnSettingsReader(new OwnConf(NAME, logger)).settings();
    }

    private static OwnSettings readFile(String file, Logger logger) {
        OwnConf conf = new OwnConf(file, logger);
        try {
            conf.read(new StringReader(ConfigFile.content(file)));
        } catch (IOException e) {
            throw new Fatal("read " + file + ": " + e.getMessage());
        }
        return new OwnSettingsReader(conf).settings();
    }

    private OwnSettings settings() {
        return new OwnSettings(
            new OwnSettings.Java(text("java_home"), text("launcher_java_options"), text("worker_java_options")),
            text("postconf_command"),
            new OwnSettings.Limits(number("worker_limit"), number("worker_session_limit"), number("worker_handshake_limit"),
                number("worker_use_factor"), number("worker_heap_megabytes")),
            new OwnSettings.Times(number("service_max_idle"), number("worker_max_idle"), number("worker_start_timeout")),
            new OwnSettings.Guards(OwnSettings.seccomp(text("seccomp")), flag("hybrid_key_exchange"),
                flag("hybrid_key_exchange_to_servers"), flag("native_crypto")));
    }

    private String text(String name) {
        OwnParameter parameter = row(name);
        String value = conf.value(parameter);
        boolean good = switch (parameter.type()) {
            case PATH -> value.isEmpty() || value.charAt(0) == '/';
            case SECCOMP -> value.equals("deny") || value.equals("allow") || value.equals("none");
            default -> true;
        };
        if (!good) {
            throw conf.refusal(parameter);
        }
        return value;
    }

    private int number(String name) {
        OwnParameter parameter = row(name);
        String value = conf.value(parameter);
        CNumber number = CNumber.parse(value);
        long factor = number.rest().isEmpty() ? 1 : 0;
        if (parameter.type() == OwnParameter.Type.TIME && number.rest().length() == 1) {
            factor = Math.max(0, Values.factor(number.rest().charAt(0)));
        }
        boolean good = number.digits() > 0 && number.digits() <= 9 && factor > 0;
        long result = good ? number.value() * factor : -1;
        if (result < parameter.minimum() || result > parameter.maximum()) {
            throw conf.refusal(parameter);
        }
        return (int) result;
    }

    private boolean flag(String name) {
        OwnParameter parameter = row(name);
        String value = conf.value(parameter);
        if (!value.equals("yes") && !value.equals("no")) {
            throw conf.refusal(parameter);
        }
        return value.equals("yes");
    }

    private static OwnParameter row(String name) {
        for (OwnParameter parameter : OwnParameter.TABLE) {
            if (parameter.name().equals(name)) {
                return parameter;
            }
        }
        throw new IllegalArgumentException("no such setting: " + name);
    }
}
