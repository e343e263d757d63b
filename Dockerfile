# podcast in a container, and a worker of its cluster. The version of Python is pinned here, all libraries in constraints.txt.
#
#   docker build -t podcast .
#   docker run --rm -u "$(id -u)" -v "$PWD:/show" podcast render EP1
#   docker run --rm --entrypoint dask podcast worker tcp://scheduler:8786
FROM python:3.13.5-slim-bookworm

WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY podcast podcast
RUN pip install --no-cache-dir -c constraints.txt '.[s3,sftp,cluster,credentials]' \
    && useradd --create-home --uid 1000 podcast \
    && install --directory --owner podcast /show

# Whoever runs it (-u) may keep there what is made once a machine: mount a volume to keep it longer than the container.
ENV XDG_CACHE_HOME=/tmp/cache
USER podcast
WORKDIR /show
ENTRYPOINT ["podcast"]
