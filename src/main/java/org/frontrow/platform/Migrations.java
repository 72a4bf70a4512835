package org.frontrow.platform;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Gives migrations connections of their own. Those of the pool lose patience after seconds, which suits selling seats but
 * not building an index over ten million of them.
 */
@Singleton
class Migrations implements FlywayConfigurationCustomizer {
    /** A server that does not answer at all is not one that is busy with a migration. */
    private static final int SECONDS_TO_CONNECT = 10;

    private final String url;
    private final Optional<String> username;
    private final Optional<String> password;

    Migrations(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        var patient = new PGSimpleDataSource();
        patient.setURL(url);
        username.ifPresent(patient::setUser);
        password.ifPresent(patient::setPassword);
        patient.setConnectTimeout(SECONDS_TO_CONNECT);
        patient.setLoginTimeout(SECONDS_TO_CONNECT);
        patient.setTcpKeepAlive(true);
        patient.setApplicationName("frontrow migrations");
        configuration.dataSource(patient);
    }
}
