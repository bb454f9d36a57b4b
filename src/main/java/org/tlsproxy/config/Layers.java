package org.tlsproxy.config;

import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.CompositeConfiguration;
import org.apache.commons.configuration2.Configuration;

/**
 * Who gets the last word on a parameter, first to last: what cannot be changed, {@code -o} options, main.cf, the process, and
 * the defaults fetched so far. Values are unexpanded. Properties are read with {@code getProperty} only, which neither
 * interpolates nor splits.
 */
final class Layers implements Expander.Dictionary {

    private static final MailVersion PROCESS_NAME_IS_FIXED = MailVersion.of("3.12");

    private final BaseConfiguration overrides = new BaseConfiguration();
    private final Configuration mainCf;
    private final BaseConfiguration fetched = new BaseConfiguration();
    private final CompositeConfiguration visible = new CompositeConfiguration();
    private final CompositeConfiguration defaults = new CompositeConfiguration();

    Layers(ReaderInput input, MailVersion version, Configuration mainCf, InstalledDefaults installed) {
        this.mainCf = mainCf;
        for (Assignment override : input.overrides()) {
            overrides.setProperty(override.name(), override.value());
        }
        BaseConfiguration fixed = new BaseConfiguration();
        BaseConfiguration process = new BaseConfiguration();
        fixed.setProperty("service_name", input.serviceName());
        fixed.setProperty("process_id", String.valueOf(input.processId()));
        process.setProperty("config_directory", input.configDirectory());
        (version.isAtLeast(PROCESS_NAME_IS_FIXED) ? fixed : process).setProperty("process_name", input.processName());
        visible.addConfiguration(fixed);
        visible.addConfiguration(overrides);
        visible.addConfiguration(mainCf);
        visible.addConfiguration(process);
        visible.addConfiguration(fetched);
        defaults.addConfiguration(rows(version, Parameter.Source.OURS));
        defaults.addConfiguration(installed.layer());
        defaults.addConfiguration(rows(version, Parameter.Source.INSTALLED));
    }

    @Override
    public String raw(String name) {
        Object value = visible.getProperty(name);
        return value == null ? "" : (String) value;
    }

    /** True when main.cf or an option sets the parameter, be it to nothing. */
    boolean isExplicit(String name) {
        return overrides.containsKey(name) || mainCf.containsKey(name);
    }

    /** The unexpanded default: the installed Postfix's, else the built-in row. */
    String defaultOf(String name) {
        return (String) defaults.getProperty(name);
    }

    /** From now on {@code $name} sees the default. */
    void fetchDefault(String name, String text) {
        fetched.setProperty(name, text);
    }

    private static BaseConfiguration rows(MailVersion version, Parameter.Source source) {
        BaseConfiguration rows = new BaseConfiguration();
        for (ParameterRole role : ParameterRole.values()) {
            for (Parameter parameter : ParameterTable.of(role)) {
                if (parameter.source() == source) {
                    rows.setProperty(parameter.name(), parameter.defaultIn(version));
                }
            }
        }
        return rows;
    }
}
