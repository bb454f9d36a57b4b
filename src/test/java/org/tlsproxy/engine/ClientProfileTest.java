package org.tlsproxy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tlsproxy.engine.KeyChain.Algorithm;

/** Connections share what was prepared for an equal profile: each part of it must count. */
class ClientProfileTest {

    @Test
    void shouldDifferFromAProfileThatDiffersInAnyPart() {
        List<MemoryPair.Wish> wishes = new ArrayList<>();
        for (int i = 0; i < ClientProfile.class.getRecordComponents().length; i++) {
            wishes.add(new MemoryPair.Wish());
        }
        wishes.get(0).chains = TestChains.of(Algorithm.EC);
        wishes.get(1).versions(0x0304);
        wishes.get(2).suites(0xc02f);
        wishes.get(3).tls13Suites = List.of(0x1301);
        wishes.get(4).groups(29);
        wishes.get(5).securityLevel = 1;
        wishes.get(6).tickets = false;
        wishes.get(7).legacyServers = true;
        wishes.get(8).ownRawKeys = true;
        wishes.add(new MemoryPair.Wish());

        assertThat(wishes.stream().map(MemoryPair.Wish::profile).distinct()).hasSize(wishes.size());
        assertThat(new MemoryPair.Wish().profile()).isEqualTo(new MemoryPair.Wish().profile())
            .hasSameHashCodeAs(new MemoryPair.Wish().profile());
    }
}
