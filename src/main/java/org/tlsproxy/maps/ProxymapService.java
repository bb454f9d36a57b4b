package org.tlsproxy.maps;

import org.tlsproxy.wire.Generation;

/**
 * Where proxymap(8) is and how long a look-up waits for it.
 *
 * @param path        its socket below queue_directory, {@code private/proxymap}
 * @param generation  the release that it belongs to
 * @param limitMillis how long one look-up may take, reconnecting included; Postfix waits without limit, we hold a handshake meanwhile
 * @param idleMillis  a connection is closed after that long without use (ipc_idle)
 */
public record ProxymapService(String path, Generation generation, int limitMillis, int idleMillis) {

    /** With the limits that the daemon uses. */
    public static ProxymapService standard(String path, Generation generation) {
        return new ProxymapService(path, generation, 30_000, 5_000);
    }
}
