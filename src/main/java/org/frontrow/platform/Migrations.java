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
        patient.setApplicationName("frontrow migrations");
        configuration.dataSource(patient);
    }
}
