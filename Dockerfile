# vaultlint in an image: docker run --rm -v "$PWD:/vault:ro" vaultlint
ARG PYTHON=3.13.14-slim

FROM python:${PYTHON} AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/vaultlint \
    && /opt/vaultlint/bin/python -m pip install --no-cache-dir . \
    && /opt/vaultlint/bin/python -m pip uninstall --yes pip

FROM python:${PYTHON}
COPY --from=build /opt/vaultlint /opt/vaultlint
ENV PATH=/opt/vaultlint/bin:$PATH PYTHONUTF8=1
# A volume at /cache can be written to by any user.
RUN useradd --create-home --uid 1000 vaultlint \
    && install -d -m 1777 /cache
USER 1000:1000
WORKDIR /vault
ENTRYPOINT ["vaultlint"]
CMD ["check"]
