package org.tlsproxy.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Everything that reads bytes of others. {@code packaging/fuzz} runs a target in Jazzer; its corpus, one input in base64 a line, is in
 * the resources under the target's name.
 *
 * @param name    as the command line of packaging/fuzz and the corpus call it
 * @param type    the class with {@code fuzzerTestOneInput}
 * @param mutants how many damaged inputs each ordinary test run tries as well
 */
record FuzzTarget(String name, String type, int mutants) {

    static final List<FuzzTarget> ALL = List.of(
        new FuzzTarget("attributes", "wire.AttributeListsFuzz", 5000),
        new FuzzTarget("pem", "trust.PemFuzz", 2000),
        new FuzzTarget("tlsa", "trust.TlsaFuzz", 1000),
        new FuzzTarget("lists", "policy.ListsFuzz", 3000),
        new FuzzTarget("main-cf", "config.MainCfFuzz", 5000),
        new FuzzTarget("sni", "maps.SniValuesFuzz", 5000),
        new FuzzTarget("control", "pool.ControlFuzz", 5000),
        new FuzzTarget("records", "engine.RecordsFuzz", 300),
        new FuzzTarget("handshake", "engine.HandshakeFuzz", 300));

    /** What fuzzing found worth keeping, and the inputs that once made something fail. */
    List<byte[]> corpus() throws IOException {
        try (InputStream in = FuzzTarget.class.getResourceAsStream(name + ".corpus");
             BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return lines.lines().map(Base64.getDecoder()::decode).toList();
        }
    }

    MethodHandle entry() throws ReflectiveOperationException {
        return MethodHandles.publicLookup().findStatic(Class.forName("org.tlsproxy." + type), "fuzzerTestOneInput",
            MethodType.methodType(void.class, byte[].class));
    }

    @Override
    public String toString() {
        return name;
    }
}
