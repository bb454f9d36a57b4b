package org.tlsproxy.smtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.posix.InternetSockets;

/** Networks in the form {@code 192.0.2.0/24,2001:db8::/32}; an address alone is a network of one. */
record Networks(List<Network> list) {

    static final Networks NONE = new Networks(List.of());

    /** @param prefix bits that count */
    record Network(byte[] address, int prefix) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xff : 0xff << 8 - (prefix - bit);
                if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    static Optional<Networks> parse(String text) {
        List<Network> networks = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            int slash = word.indexOf('/');
            Optional<byte[]> address = InternetSockets.bytes(slash < 0 ? word : word.substring(0, slash));
            if (address.isEmpty()) {
                return Optional.empty();
            }
            int most = address.get().length * 8;
            int prefix = slash < 0 ? most : CommonOptions.number(word.substring(slash + 1), most);
            if (prefix < 0) {
                return Optional.empty();
            }
            networks.add(new Network(address.get(), prefix));
        }
        return Optional.of(new Networks(List.copyOf(networks)));
    }

    /** @param address in text */
    boolean contain(String address) {
        Optional<byte[]> bytes = list.isEmpty() ? Optional.empty() : InternetSockets.bytes(address);
        return bytes.isPresent() && list.stream().anyMatch(network -> network.contains(bytes.get()));
    }
}
