package org.tlsproxy.wire;

/**
 * What a TLS client context is made of; clients with equal ones share a context.
 *
 * @param log         log level of the program that asks
 * @param verifyDepth longest chain
 * @param cacheType   {@code smtp} or {@code lmtp}: which session cache
 * @param keys        files
 * @param digest      fingerprint algorithm
 */
public record ClientInit(LogSetting log, int verifyDepth, String cacheType, KeyFiles keys, String digest) {

    static final Layout LAYOUT = Layout.join(
            Layout.of(Layout.text("log_param"), Layout.text("log_level"), Layout.number("verifydepth"), Layout.text("cache_type")),
            KeyFiles.LAYOUT,
            Layout.of(Layout.text("mdalg")));

    /** One {@code name=value} line each: what tells one context from another, and the input of {@link SettingsText}. */
    public String text(Generation generation) {
        Object[] values = values();
        if (generation.has(Trait.LOG_PARAMETER_IGNORED)) {
            values[0] = "";
        }
        return LAYOUT.plainText(values);
    }

    static ClientInit of(Fields f) {
        return new ClientInit(LogSetting.of(f), f.number(), f.text(), KeyFiles.of(f), f.text());
    }

    Object[] values() {
        return Fields.join(new Object[] {log.parameter(), log.level(), verifyDepth, cacheType}, keys.values(), new Object[] {digest});
    }
}
