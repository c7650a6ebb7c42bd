# The service as an image: docker build -t phone-numbers . (docs/install.md says how to run it).
# BUILD_IMAGE has Node with npm, and strip; BASE_IMAGE needs nothing but glibc, libstdc++ and certificates.
ARG BUILD_IMAGE=node:26-trixie
ARG BASE_IMAGE=gcr.io/distroless/cc-debian13

FROM ${BUILD_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package's script runs: what some of them would fetch is for tests.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build
# What ships: the packages alone that the service needs, without what only compilers and debuggers read.
RUN npm prune --omit=dev --ignore-scripts \
  && find node_modules dist -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete \
  && rm -rf node_modules/.bin node_modules/.cache node_modules/.package-lock.json \
  && mkdir -p /out/app /out/data /out/usr/local/bin \
  && cp -R package.json LICENSE dist node_modules /out/app/ \
  && chmod -R a+rX,go-w /out/app
# Node without its table of symbols, which is a fifth of it; newer ones need libatomic, which base images lack.
RUN node="$(node -p process.execPath)" \
  && strip --strip-all -o /out/usr/local/bin/node "$node" \
  && for library in $(ldd "$node" | awk '/libatomic/ { print $3 }'); do \
       folder="/out$(dirname "$(readlink -f "$library")")" && mkdir -p "$folder" && cp -L "$library" "$folder/"; \
     done

FROM ${BASE_IMAGE}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Phone Numbers Subgraph" \
  org.opencontainers.image.description="Every phone number of every voice vendor as one GraphQL API" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
COPY --from=build /out/usr /usr
COPY --from=build /out/app /app
# A new volume takes its owner from here.
COPY --from=build --chown=65532:65532 /out/data /data
# The service makes its folder in the volume itself, since a platform may let everybody write to the volume.
# SQLite puts what it sorts into a file of its own, and finds no other folder to write to.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4001 DATA_DIR=/data/phone-numbers SQLITE_TMPDIR=/data
WORKDIR /app
USER 65532:65532
VOLUME /data
EXPOSE 4001
# That the process runs, and no more: a service whose database is away must not be restarted, as it may know what a vendor has answered.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["/usr/local/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "/app/dist/src/cli/phone-numbers.js"]
CMD ["serve"]
