package org.frontrow.platform;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Adds to each operation the answers that follow from its kind, so that no resource has to repeat them. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonResponses implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null) {
            return;
        }
        api.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().forEach(CommonResponses::complete));
    }

    private static void complete(HttpMethod method, Operation operation) {
        var responses = operation.getResponses();
        var needsSignIn =
                operation.getSecurity() != null && !operation.getSecurity().isEmpty();
        if (needsSignIn) {
            add(responses, Map.of("401", ApiDescription.UNAUTHENTICATED));
        }
        if (method != HttpMethod.GET) {
            add(responses, Map.of("403", ApiDescription.FORBIDDEN));
        }
        if (operation.getRequestBody() != null) {
            add(
                    responses,
                    Map.of(
                            "400",
                            ApiDescription.INVALID,
                            "413",
                            ApiDescription.TOO_LARGE,
                            "415",
                            ApiDescription.NOT_JSON));
        }
        add(responses, Map.of("503", ApiDescription.UNAVAILABLE));
    }

    private static void add(APIResponses responses, Map<String, String> missing) {
        // Sorted, so that the document is the same after every build.
        new TreeMap<>(missing).forEach((status, name) -> {
            if (!responses.hasAPIResponse(status) || isBare(responses.getAPIResponse(status))) {
                responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
            }
        });
    }

    /** Quarkus adds some answers of its own, with a title and nothing else. */
    private static boolean isBare(APIResponse response) {
        return response.getRef() == null && response.getContent() == null;
    }
}
