package org.tlsproxy.config;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.tlsproxy.config.Settings.Origin;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;

/**
 * Reads the configuration of a tlsproxy service: main.cf, the options of master.cf and the defaults, expanded, checked and in
 * the order in which Postfix does it. Every parameter is evaluated; the first bad one stops the process.
 */
public final class ConfigReader {

    private static final String LOCAL_DOMAIN = "localdomain";

    private final ReaderInput input;
    private final MailVersion version;
    private final InstalledDefaults installed;
    private final Layers layers;
    private final Expander expander;
    private final GeneralChecks checks;
    private final Settings.Builder settings;
    private final Map<String, String> rawDefaults = new HashMap<>();
    private String hostName = "";

    private ConfigReader(ReaderInput input, Logger logger) throws IOException {
        this.input = input;
        this.installed = InstalledDefaults.parse(input.installedDefaults());
        this.version = installed.version().orElse(MailVersion.ASSUMED);
        if (!installed.isEmpty() && installed.version().isEmpty()) {
            logger.warn("mail_version of the installed Postfix is not understood: going by that of " + version);
        }
        MainCf mainCf = new MainCf(input.mainCf(), version, logger);
        mainCf.load();
        this.layers = new Layers(input, version, mainCf, installed);
        this.expander = new Expander(layers, logger);
        this.checks = new GeneralChecks(input.mainCf(), version, logger);
        this.settings = new Settings.Builder(version);
    }

    /**
     * Reads everything.
     *
     * @throws Fatal when main.cf cannot be read or a value is bad; what led to it has been logged
     */
    public static EffectiveConfig read(ReaderInput input, Logger logger) {
        try {
            return new ConfigReader(input, logger).evaluateAll();
        } catch (IOException e) {
            throw new Fatal("read " + input.mainCf() + ": " + e.getMessage());
        }
    }

    private EffectiveConfig evaluateAll() {
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            switch (parameter.source()) {
                case PROCESS -> addProcessValue(parameter);
                case INSTALLED, OURS -> evaluate(parameter);
                case IGNORED -> { }
            }
        }
        return new EffectiveConfig(settings.build(), rawDefaults);
    }

    private void addProcessValue(Parameter parameter) {
        String name = parameter.name();
        switch (name) {
            case "config_directory" -> settings.addText(name, input.configDirectory(), Origin.DEFAULT);
            case "process_name" -> settings.addText(name, input.processName(), Origin.DEFAULT);
            case "service_name" -> settings.addText(name, input.serviceName(), Origin.DEFAULT);
            case "process_id" -> settings.addNumber(name, input.processId(), Origin.DEFAULT);
            default -> throw new IllegalStateException(name);
        }
    }

    private void evaluate(Parameter parameter) {
        if (!exists(parameter)) {
            add(parameter, parameter.lifetime().otherwise(), "0s", new Standing(0, Origin.ABSENT));
            return;
        }
        String name = parameter.name();
        String defaultText = defaultOf(name);
        boolean explicit = layers.isExplicit(name);
        if (!explicit) {
            layers.fetchDefault(name, defaultText);
            rawDefaults.put(name, defaultText);
        }
        String raw = explicit ? layers.raw(name) : defaultText;
        String value = parameter.type() == ParameterType.RAW ? raw : expander.expand(raw);
        add(parameter, value, defaultText, new Standing(parameter.minimumIn(version), explicit ? Origin.EXPLICIT : Origin.DEFAULT));
        if (name.equals("myhostname")) {
            hostName = value;
        }
        checks.check(name, value);
    }

    private record Standing(int minimum, Origin origin) { }

    private void add(Parameter parameter, String value, String defaultText, Standing standing) {
        String name = parameter.name();
        int minimum = standing.minimum();
        Origin origin = standing.origin();
        switch (parameter.type()) {
            case TEXT -> settings.addText(name, Values.text(name, value, minimum), origin);
            case RAW -> settings.addText(name, Values.raw(name, value, minimum), origin);
            case NUMBER, INHERITED_NUMBER -> settings.addNumber(name, Values.number(name, value, minimum), origin);
            case FLAG, INHERITED_FLAG -> settings.addFlag(name, Values.flag(name, value), origin);
            case TIME -> settings.addSeconds(name, Values.seconds(name, value, defaultText, minimum), origin);
        }
    }

    /** Asked, Postfix knows best which parameters it has: patch levels and builds differ. Our table is for when it was not. */
    private boolean exists(Parameter parameter) {
        if (parameter.source() == Parameter.Source.OURS || installed.isEmpty()) {
            return parameter.existsIn(version);
        }
        return installed.has(parameter.name());
    }

    /** The host's name and domain are made from each other; what postconf prints for them leaves main.cf out. */
    private String defaultOf(String name) {
        return switch (name) {
            case "myhostname" -> qualifiedHostName();
            case "mydomain" -> hostName.indexOf('.') < 0 ? LOCAL_DOMAIN : hostName.substring(hostName.indexOf('.') + 1);
            default -> layers.defaultOf(name);
        };
    }

    private String qualifiedHostName() {
        if (input.hostName().indexOf('.') >= 0) {
            return input.hostName();
        }
        boolean hasDomain = layers.isExplicit("mydomain");
        return input.hostName() + "." + (hasDomain ? expander.expand(layers.raw("mydomain")) : LOCAL_DOMAIN);
    }
}
