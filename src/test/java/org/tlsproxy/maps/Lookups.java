package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks tables that answer at once. */
final class Lookups {

    private Lookups() { }

    /** A process without loop and proxymap: nothing can be done later. */
    static MapContext context(RecordingLog log) {
        return new MapContext(log, (millis, work) -> {
            throw new AssertionError("a lookup had to wait");
        }, name -> {
            throw new AssertionError("proxymap was asked");
        });
    }

    static SniResult sni(MapList maps, String name) {
        List<SniResult> results = new ArrayList<>();
        new SniLookup(maps).find(name, results::add);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    static SniResult sni(String value, RecordingLog log, String name) {
        return sni(MapList.open(value, context(log)), name);
    }

    /** The PEM text of a result, or what it is instead. */
    static String text(SniResult result) {
        if (result instanceof SniResult.Found found) {
            return new String(found.pem(), StandardCharsets.UTF_8);
        }
        return result instanceof SniResult.Failed failed ? String.join("\n", failed.warnings()) : "not found";
    }
}
