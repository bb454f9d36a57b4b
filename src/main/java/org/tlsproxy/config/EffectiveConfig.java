package org.tlsproxy.config;

import java.util.Map;

/**
 * What was read.
 *
 * @param settings    the effective values
 * @param rawDefaults the unexpanded default of every parameter that the installed release has and that nobody sets
 */
public record EffectiveConfig(Settings settings, Map<String, String> rawDefaults) {

    public EffectiveConfig {
        rawDefaults = Map.copyOf(rawDefaults);
    }
}
